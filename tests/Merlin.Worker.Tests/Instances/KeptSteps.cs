using Merlin.Worker.Tasks;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Keeps the tasks that have ended, and lets all else go by.</summary>
internal sealed class KeptSteps : ITaskSteps
{
    /// <summary>Those whose end was told.</summary>
    public List<TaskRun> Gone { get; } = [];

    public void Prepared(TaskRun run)
    {
    }

    public void GivenUp(TaskRun run)
    {
    }

    public void Busy(TaskRun run)
    {
    }

    public void TooLate(TaskRun run)
    {
    }

    public void Started(TaskRun run)
    {
    }

    public void RunsOn(TaskRun run)
    {
    }

    public void Exited(TaskRun run) => Gone.Add(run);

    public void Ended(TaskRun run)
    {
    }
}

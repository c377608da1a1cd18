using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Processes;

/// <summary>All ways to start tasks, and which of them a task takes. Belongs to the spawner.</summary>
/// <param name="ways">The ways.</param>
internal sealed class TaskStarters(IReadOnlyDictionary<TaskStart, ITaskStarter> ways) : IDisposable
{
    private readonly ITaskStarter[] _ways =
        [.. ways.OrderBy(static way => way.Key).Select(static way => way.Value)];

    /// <summary>Makes the calling thread the one that starts tasks.</summary>
    /// <exception cref="WorkerException">The system has no way to start any.</exception>
    public void TakeThread()
    {
        foreach (ITaskStarter way in _ways)
        {
            way.TakeThread();
        }
    }

    /// <inheritdoc cref="ITaskStarter.Start"/>
    public IRunningTask? Start(TaskRun run, int slot) => _ways[(int)run.Node.Plan.Start].Start(run, slot);

    /// <inheritdoc cref="ITaskStarter.EndIdle"/>
    public long EndIdle(long now)
    {
        long next = LiveTask.Never;
        foreach (ITaskStarter way in _ways)
        {
            next = Math.Min(next, way.EndIdle(now));
        }

        return next;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (ITaskStarter way in _ways)
        {
            way.Dispose();
        }
    }
}

using Merlin.Worker.Placement;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>
/// The steps of tasks that have begun in an instance: those whose script may have launched jobs go by the desk, which ends
/// what is left of these.
/// </summary>
/// <param name="next">Where tasks go from here.</param>
/// <param name="begun">The tasks that have begun.</param>
/// <param name="queue">The desk's queue.</param>
internal sealed class InstanceSteps(ITaskSteps next, BegunTasks begun, DeskQueue queue) : ITaskSteps
{
    private LaunchedJobs? _launched;

    /// <summary>Says who knows of launched jobs; before the first task.</summary>
    public void Connect(LaunchedJobs launched) => _launched = launched;

    /// <inheritdoc/>
    public void Prepared(TaskRun run) => next.Prepared(run);

    /// <inheritdoc/>
    public void GivenUp(TaskRun run) => next.GivenUp(run);

    /// <inheritdoc/>
    public void Busy(TaskRun run)
    {
        begun.Remove(run);
        next.Busy(run);
    }

    /// <inheritdoc/>
    public void TooLate(TaskRun run)
    {
        begun.Remove(run);
        next.TooLate(run);
    }

    /// <inheritdoc/>
    public void Started(TaskRun run) => next.Started(run);

    /// <inheritdoc/>
    public void RunsOn(TaskRun run) => next.RunsOn(run);

    /// <inheritdoc/>
    public void Exited(TaskRun run)
    {
        // Few other scripts launch jobs, so the desk is asked only while there are any. A task that goes by the desk counts as
        // begun until it is passed on: a job that comes to be known before the desk has heard of the end is still its own.
        if (run.Node.Demand.Way == LaunchWay.Script || _launched!.HasSome)
        {
            AskDesk(run);
            return;
        }

        // First this, then another look: a job that comes to be known in between does not find its task any more, or is seen.
        begun.Remove(run);
        Interlocked.MemoryBarrier();
        if (_launched.HasSome)
        {
            AskDesk(run);
        }
        else
        {
            next.Exited(run);
        }
    }

    /// <summary>A task's processes have ended, and all that they have launched.</summary>
    public void PassOn(TaskRun run)
    {
        begun.Remove(run);
        next.Exited(run);
    }

    /// <inheritdoc/>
    public void Ended(TaskRun run)
    {
        begun.Remove(run);
        next.Ended(run);
    }

    private void AskDesk(TaskRun run) => queue.Post(() => _launched!.End(run));
}

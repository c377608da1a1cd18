using Merlin.Worker.Pool;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Loop;

/// <summary>Carries tasks from one thread to the next, and tells the loop, which is woken only when it can do something.</summary>
internal sealed class TaskSteps(Mailbox mailbox, Backlog backlog) : ITaskSteps
{
    private WorkPool? _pool;
    private ITaskRunner? _runner;

    /// <summary>Says where tasks go; before the first task.</summary>
    public void Connect(WorkPool pool, ITaskRunner runner)
    {
        _pool = pool;
        _runner = runner;
    }

    /// <inheritdoc/>
    public void Prepared(TaskRun run) => _runner!.Start(run);

    /// <inheritdoc/>
    public void GivenUp(TaskRun run) => mailbox.Post(LoopEventKind.GivenUp, run);

    /// <inheritdoc/>
    public void Busy(TaskRun run) => mailbox.Post(LoopEventKind.Busy, run);

    /// <inheritdoc/>
    public void TooLate(TaskRun run) => mailbox.Post(LoopEventKind.TooLate, run);

    /// <inheritdoc/>
    public void Started(TaskRun run) => mailbox.Post(LoopEventKind.Started, run, backlog.IsHungry);

    /// <inheritdoc/>
    public void RunsOn(TaskRun run) => _pool!.Add(PoolJobKind.ShowRunning, run);

    /// <inheritdoc/>
    public void Exited(TaskRun run) => _pool!.Add(PoolJobKind.Finish, run);

    /// <inheritdoc/>
    public void Ended(TaskRun run) => mailbox.Post(LoopEventKind.Ended, run, backlog.IsHungry);
}

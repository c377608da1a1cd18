using Merlin.Worker.Pool;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Loop;

/// <summary>
/// The tasks of which another copy was at work. They take no slot, and can be given back like those that wait for one.
/// </summary>
internal sealed class BusyTasks(Backlog backlog, WorkPool pool)
{
    private readonly List<TaskRun> _runs = [];

    /// <summary>Keeps a task until it is tried again.</summary>
    public void Add(TaskRun run) => _runs.Add(run);

    /// <summary>Tries all again that were not given back.</summary>
    public void TryAgain()
    {
        foreach (TaskRun run in _runs)
        {
            if (run.TryMove(RunStage.Busy, RunStage.Queued))
            {
                backlog.Taken();
                pool.Add(PoolJobKind.Prepare, run);
            }
        }

        _runs.Clear();
    }
}

using System.Diagnostics.CodeAnalysis;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>Prepared tasks each of which takes one slot, first come, first served.</summary>
internal sealed class PreparedQueue : IPreparedTasks
{
    private readonly Queue<TaskRun> _tasks = new();

    /// <inheritdoc/>
    public bool HasWaiting => _tasks.Count > 0;

    /// <inheritdoc/>
    public bool MayBegin => HasWaiting;

    /// <inheritdoc/>
    public void Add(TaskRun run) => _tasks.Enqueue(run);

    /// <inheritdoc/>
    public bool TryBegin([NotNullWhen(true)] out TaskRun? run)
    {
        while (_tasks.TryDequeue(out run))
        {
            if (run.TryMove(RunStage.Prepared, RunStage.Begun))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Vacate(TaskRun run)
    {
        // The slot is the spawner's.
    }
}

using System.Diagnostics.CodeAnalysis;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>The prepared tasks that the spawner is to start. Called under the lock of <see cref="ReadyQueue"/>.</summary>
internal interface IPreparedTasks
{
    /// <summary>Whether any waits.</summary>
    bool HasWaiting { get; }

    /// <summary>Whether it is worth the while to ask <see cref="TryBegin"/>.</summary>
    bool MayBegin { get; }

    /// <summary>Adds a task.</summary>
    void Add(TaskRun run);

    /// <summary>Takes the next task that is still wanted and may begin now, and marks it as begun.</summary>
    bool TryBegin([NotNullWhen(true)] out TaskRun? run);

    /// <summary>A task that had begun needs nothing any more; its caller still has it in hand.</summary>
    void Vacate(TaskRun run);
}

using Merlin.Worker.Pool;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Files;

/// <summary>
/// Where the files of a node's tasks are while they run, and what stays of them. Threads of the pool use it; problems are
/// told in words, as the end of a sentence.
/// </summary>
internal interface ITaskLayout
{
    /// <summary>Comes to a task, before its lock is taken.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    string? Enter(TaskRun run);

    /// <summary>Whether the task was done before the worker came to it, whoever did it.</summary>
    /// <exception cref="IOException">What tells it cannot be read.</exception>
    bool IsFinished(TaskRun run);

    /// <summary>Whether another copy of the task on this machine has done it since.</summary>
    /// <exception cref="IOException">What tells it cannot be read.</exception>
    bool IsFinishedMeanwhile(TaskRun run);

    /// <summary>Gives a task that is to be run its directory.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    string? MakeRoom(TaskRun run);

    /// <summary>Whether a task's directory holds one of the node's scripts.</summary>
    bool HasScript(TaskRun run, bool restart);

    /// <summary>Writes a script into a task's directory.</summary>
    /// <returns>0, or the error number.</returns>
    int WriteScript(TaskRun run, bool restart, ReadOnlySpan<byte> content);

    /// <summary>Puts the end of an attempt on record, before anybody is told of it.</summary>
    /// <returns>What went wrong; null for nothing.</returns>
    string? Keep(TaskRun run, Scratch buffers);
}

using Merlin.Posix;
using Merlin.Posix.Locking;
using Merlin.Worker.Tasks;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Files;

/// <summary>
/// Locks on the directories of tasks, or on their places in a packed step, so that no two copies of a task are at work on one
/// machine. Any thread may use them.
/// </summary>
/// <remarks>
/// A broker gives a silent worker's tasks to others while the silent one still runs them. The lock goes with the worker's
/// process, however that ends; the guardian ends the tasks then, long before the broker takes the worker for lost.
/// </remarks>
/// <param name="isNeeded">Whether others may be given the same tasks; without that every lock is free.</param>
internal sealed class TaskLocks(bool isNeeded)
{
    /// <summary>Takes a task's lock, which <see cref="TaskRun.Unlock"/> gives back.</summary>
    /// <param name="run">The task; its directory exists.</param>
    /// <param name="isTaken">
    /// Whether nobody else holds it. On a file system without such locks nobody ever does.
    /// </param>
    /// <returns>0, or the error number with which the directory cannot be opened.</returns>
    public int TryTake(TaskRun run, out bool isTaken)
    {
        isTaken = true;
        if (!isNeeded)
        {
            return 0;
        }

        if (run.Node.Packed is { } step)
        {
            run.Lock = step.Locks.TryTake(run.Node.Ordinal, run.Task.Key.Index);
            isTaken = run.Lock is not null;
            return 0;
        }

#pragma warning disable CA2000 // The run disposes of it.
        SafeFileHandle? directory = PosixFiles.OpenDirectory(run.DirectoryPath(), out int error);
#pragma warning restore CA2000
        if (directory is null)
        {
            return error;
        }

        isTaken = Attempt(directory) != LockAttempt.Held;
        if (isTaken)
        {
            run.Lock = new DirectoryLock(directory);
        }
        else
        {
            directory.Dispose();
        }

        return 0;
    }

    private static LockAttempt Attempt(SafeFileHandle directory)
    {
        try
        {
            return AdvisoryLock.TryLock(directory);
        }
        catch (IOException)
        {
            // Some file systems lock files and not directories; a task is to run there all the same.
            return LockAttempt.Unsupported;
        }
    }
}

using Merlin.Broker.Storage;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Running;

/// <summary>Takes the lock of a workspace, and tells what should be known about where it lies.</summary>
internal static class WorkspaceLocking
{
    /// <summary>Takes the lock; waits for the rest of a killed run to be gone.</summary>
    /// <param name="stateDirectory">The workspace's state directory; exists.</param>
    /// <param name="terminal">Told a warning when the lock lies on a shared file system.</param>
    /// <exception cref="WorkspaceLockedException">Another run holds it.</exception>
    public static WorkspaceLock Acquire(string stateDirectory, Terminal terminal)
    {
        WorkspaceLock held = WorkspaceLock.Acquire(stateDirectory, terminal.Clock);
        if (held.SharedFileSystem is { } kind)
        {
            terminal.Log.Warning(
                $"{stateDirectory} lies on {kind}: a run on another host may not see this one; do not restart it elsewhere meanwhile.");
        }

        return held;
    }
}

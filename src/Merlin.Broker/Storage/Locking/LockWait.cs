using Merlin.Posix.Locking;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Broker.Storage;

/// <summary>
/// Waits for a lock to become free, with a limit. flock(2) itself has none, so a thread of its own blocks in it, on an
/// open file of its own: if that thread comes through after the limit, it gives the lock up at once and harms nobody.
/// </summary>
internal sealed class LockWait
{
    private readonly Thread _thread;

    public LockWait(string path)
    {
        _thread = new Thread(() => Block(path)) { IsBackground = true, Name = "workspace lock" };
        _thread.Start();
    }

    /// <summary>Whether the lock became free in time.</summary>
    public bool Await(TimeSpan limit) => _thread.Join(limit);

    private static void Block(string path)
    {
        try
        {
            using SafeFileHandle file = AdvisoryLock.Open(path);
            AdvisoryLock.Wait(file);
        }
        catch (IOException)
        {
            // The attempt that follows the wait meets the same error and reports it.
        }
    }
}

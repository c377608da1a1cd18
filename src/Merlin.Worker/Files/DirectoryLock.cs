using Merlin.Posix.Locking;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Worker.Files;

/// <summary>The lock on a task's directory.</summary>
/// <param name="directory">The open directory, owned.</param>
internal sealed class DirectoryLock(SafeFileHandle directory) : IDisposable
{
    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        AdvisoryLock.Release(directory);
        directory.Dispose();
    }
}

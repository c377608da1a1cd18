using System.Runtime.InteropServices;
using System.Text;
using Merlin.Posix.Locking;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Broker.Storage;

/// <summary>
/// Lets one run at a time work in a workspace. The lock belongs to an open file description: whoever inherits
/// <see cref="Handle"/> holds it too, so a worker's guardian keeps the workspace closed until the last task of a killed
/// worker is dead.
/// </summary>
public sealed class WorkspaceLock : IDisposable
{
    /// <summary>Name of the lock file in the state directory.</summary>
    public const string FileName = "lock";

    /// <summary>How long the guardian of a dead worker is waited for.</summary>
    public static readonly TimeSpan GuardianLimit = TimeSpan.FromSeconds(30);

    private readonly SafeFileHandle _file;
    private readonly ExclusiveFile? _fallback;

    private WorkspaceLock(SafeFileHandle file, ExclusiveFile? fallback, string? fileSystem)
    {
        _file = file;
        _fallback = fallback;
        SharedFileSystem = fileSystem;
    }

    /// <summary>The open file that holds the lock; a child process that inherits it holds the lock too.</summary>
    public SafeHandle Handle => _file;

    /// <summary>
    /// Name of the network file system (NFS, Lustre, GPFS, …) that the workspace's records lie on, which is worth a
    /// warning; else null.
    /// </summary>
    public string? SharedFileSystem { get; }

    /// <summary>Takes the lock of a workspace.</summary>
    /// <remarks>
    /// When the holder's process is gone, its guardian is about to finish, and is waited for up to
    /// <see cref="GuardianLimit"/>.
    /// </remarks>
    /// <param name="stateDirectory">The workspace's <c>merlin_info/.state</c>; it is made when it is not there.</param>
    /// <param name="clock">Tells since when the lock is held.</param>
    /// <exception cref="WorkspaceLockedException">Somebody else works in the workspace.</exception>
    /// <exception cref="StoreException">The lock file cannot be made or written.</exception>
    public static WorkspaceLock Acquire(string stateDirectory, TimeProvider clock)
    {
        string path = Path.Combine(stateDirectory, FileName);
        SafeFileHandle? file = null;
        try
        {
            Directory.CreateDirectory(
                stateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            file = AdvisoryLock.Open(path);
            ExclusiveFile? fallback = Take(file, path, clock);
            Write(file, LockHolder.Present(clock).ToText());
            var held = new WorkspaceLock(file, fallback, NetworkFileSystem.NameOf(stateDirectory));
            file = null;
            return held;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(
                path, "the workspace's lock cannot be made or written; check that you may write here and that there is room", e);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Who holds the lock of a workspace at this moment, or null when nobody does or it is not known.</summary>
    /// <param name="stateDirectory">The workspace's <c>merlin_info/.state</c>.</param>
    public static LockHolder? FindHolder(string stateDirectory)
    {
        string path = Path.Combine(stateDirectory, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using SafeFileHandle file = AdvisoryLock.Open(path);
            return AdvisoryLock.TryShare(file) switch
            {
                LockAttempt.Held => Read(file),
                LockAttempt.Unsupported => new ExclusiveFile(path).FindHolder(),
                _ => null,
            };
        }
        catch (IOException)
        {
            // A directory that cannot be written to: nobody can work in it either.
            return null;
        }
    }

    /// <summary>Gives up this process's part of the lock.</summary>
    public void Dispose()
    {
        if (_file.IsClosed)
        {
            return;
        }

        try
        {
            RandomAccess.SetLength(_file, 0);
        }
        catch (IOException)
        {
            // The text only informs; the lock itself is what is given up.
        }

        _fallback?.Release();
        _file.Dispose();
    }

    private static ExclusiveFile? Take(SafeFileHandle file, string path, TimeProvider clock)
    {
        switch (AdvisoryLock.TryLock(file))
        {
            case LockAttempt.Taken:
                return null;
            case LockAttempt.Unsupported:
                var fallback = new ExclusiveFile(path);
                fallback.Take(LockHolder.Present(clock));
                return fallback;
            default:
                WaitForGuardian(file, path);
                return null;
        }
    }

    private static void WaitForGuardian(SafeFileHandle file, string path)
    {
        // No text: the holder is just taking or leaving the lock, or somebody looks who holds it.
        LockHolder? holder = Read(file);
        if (holder is not null && !holder.IsGone())
        {
            throw new WorkspaceLockedException(path, holder);
        }

        var wait = new LockWait(path);
        if (!wait.Await(GuardianLimit))
        {
            throw new WorkspaceLockedException(path, Read(file) ?? holder);
        }

        // The wait took the lock on an open file of its own and has given it up: whoever is first now has it.
        if (AdvisoryLock.TryLock(file) != LockAttempt.Taken)
        {
            throw new WorkspaceLockedException(path, Read(file));
        }
    }

    private static LockHolder? Read(SafeFileHandle file)
    {
        byte[] text = new byte[1024];
        int length = RandomAccess.Read(file, text, 0);
        return LockHolder.Parse(Encoding.UTF8.GetString(text, 0, length));
    }

    private static void Write(SafeFileHandle file, string text)
    {
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, Encoding.UTF8.GetBytes(text), 0);
    }
}

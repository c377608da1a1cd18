using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix.Locking;

/// <summary>
/// Locks of flock(2): held by an open file description, so that a child process that inherits the descriptor holds the
/// very same lock, and the lock is free when the last copy of the descriptor is closed, however its holder ended.
/// </summary>
public static class AdvisoryLock
{
    private const int ReadWrite = 0x2;
    private const int Create = 0x40;
    private const int CloseOnExec = 0x80000;
    private const int OwnerOnly = 0b110_000_000;

    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NonBlocking = 4;
    private const int Unlock = 8;

    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int NoLocks = 37;
    private const int NoSystemCall = 38;
    private const int NotSupported = 95;

    /// <summary>
    /// Opens a file to be locked, and makes it (mode 0600) when it is not there. The runtime's own way to open files is
    /// no use here: it takes a lock of the same kind for itself.
    /// </summary>
    /// <exception cref="IOException">The file cannot be opened; the message says why.</exception>
    public static SafeFileHandle Open(string path)
    {
        int descriptor = LockImports.Open(path, ReadWrite | Create | CloseOnExec, OwnerOnly);
        int error = Marshal.GetLastPInvokeError();
        return descriptor >= 0
            ? new SafeFileHandle(descriptor, ownsHandle: true)
            : throw Failure("open", error);
    }

    /// <summary>Takes the lock for itself alone if nobody holds it.</summary>
    /// <exception cref="IOException">The system refused for a reason of its own.</exception>
    public static LockAttempt TryLock(SafeHandle file) => Attempt(file, Exclusive | NonBlocking);

    /// <summary>Takes a lock that others may share if nobody holds it for itself alone.</summary>
    /// <exception cref="IOException">The system refused for a reason of its own.</exception>
    public static LockAttempt TryShare(SafeHandle file) => Attempt(file, Shared | NonBlocking);

    /// <summary>Waits until the lock is free and takes it; blocks the thread for as long as that lasts.</summary>
    /// <exception cref="IOException">The system refused for a reason of its own.</exception>
    public static LockAttempt Wait(SafeHandle file) => Attempt(file, Exclusive);

    /// <summary>
    /// Gives a lock back at once, also where a process that is just being started still has a copy of the descriptor, which
    /// would hold the lock beyond a close.
    /// </summary>
    public static void Release(SafeHandle file) => _ = LockImports.Lock(file, Unlock);

    private static LockAttempt Attempt(SafeHandle file, int operation)
    {
        while (true)
        {
            int result = LockImports.Lock(file, operation);
            int error = Marshal.GetLastPInvokeError();
            if (result == 0)
            {
                return LockAttempt.Taken;
            }

            switch (error)
            {
                case Interrupted:
                    continue;
                case WouldBlock:
                    return LockAttempt.Held;
                case NoLocks or NoSystemCall or NotSupported:
                    return LockAttempt.Unsupported;
                default:
                    throw Failure("flock", error);
            }
        }
    }

    private static IOException Failure(string function, int error) =>
        new($"{function}: {Marshal.GetPInvokeErrorMessage(error)}");
}

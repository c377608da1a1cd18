using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix.Locking;

/// <summary>
/// Locks on single bytes of a file, held by its open file description (fcntl with F_OFD_SETLK): as many locks as bytes for one
/// open file. They are free when the last copy of the descriptor is closed, however its holder ended.
/// </summary>
/// <remarks>One open file description never conflicts with itself.</remarks>
public static class RangeLock
{
    private const int SetLock = 37; // F_OFD_SETLK
    private const short WriteLock = 1;
    private const short Unlock = 2;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int Access = 13;

    /// <summary>Takes the lock of a byte if nobody holds it.</summary>
    /// <param name="file">The file, open for writing.</param>
    /// <param name="place">The byte; it need not be there.</param>
    public static LockAttempt TryTake(SafeFileHandle file, long place) => Control(file, place, WriteLock) switch
    {
        0 => LockAttempt.Taken,
        WouldBlock or Access => LockAttempt.Held,
        _ => LockAttempt.Unsupported,
    };

    /// <summary>Gives the lock of a byte back.</summary>
    public static void Release(SafeFileHandle file, long place) => _ = Control(file, place, Unlock);

    private static unsafe int Control(SafeFileHandle file, long place, short type)
    {
        int error;
        do
        {
            var range = new ByteRange { Type = type, Start = place, Length = 1 };
            error = LockImports.Control(file, SetLock, &range) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (error == Interrupted);

        return error;
    }
}

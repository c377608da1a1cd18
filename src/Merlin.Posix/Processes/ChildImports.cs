using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>Imports of sys/wait.h, signal.h and of the system call for which the C library may be too old.</summary>
internal static unsafe partial class ChildImports
{
    internal const int ByPid = 1;
    internal const int NoHang = 1;
    internal const int Exited = 4;
    internal const int NoReap = 0x01000000;
    internal const nint PidFdOpen = 434; // the same on every architecture

    [LibraryImport("libc", EntryPoint = "waitid", SetLastError = true)]
    internal static partial int Wait(int kind, int id, int* info, int options);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    /// <summary>Owned for pidfd_open: the caller closes the descriptor. Variadic in C, see <see cref="FileImports"/>.</summary>
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint first, nint second);

    /// <summary>Used to ask only: fills the present action, which begins with the disposition.</summary>
    [LibraryImport("libc", EntryPoint = "sigaction", SetLastError = true)]
    internal static partial int GetAction(int signal, void* action, void* present);

    [LibraryImport("libc", EntryPoint = "signal", SetLastError = true)]
    internal static partial nint SetDisposition(int signal, nint handler);
}

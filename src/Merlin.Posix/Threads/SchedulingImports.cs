using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>The system calls of sched.h that libc has no functions for.</summary>
internal static unsafe partial class SchedulingImports
{
    internal static int GetAttributesNumber { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 315 : 275;

    internal static int SetAttributesNumber { get; } = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 314 : 274;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint GetAttributes(nint number, int thread, SchedulingAttributes* attributes, uint size, uint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SetAttributes(nint number, int thread, SchedulingAttributes* attributes, uint flags);
}

using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>Affinity in sched.h. Thread 0 is the calling one.</summary>
internal static unsafe partial class AffinityImports
{
    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    internal static partial int Get(int thread, nuint size, byte* mask);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    internal static partial int Set(int thread, nuint size, byte* mask);
}

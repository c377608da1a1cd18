using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>Imports of sys/resource.h and unistd.h about limits and parents.</summary>
internal static unsafe partial class LimitImports
{
    internal const int OpenFiles = 7;

    /// <summary>Fills two words: the soft and the hard limit.</summary>
    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int Get(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    internal static partial int Set(int resource, ulong* limits);

    [LibraryImport("libc", EntryPoint = "getppid")]
    internal static partial int ParentPid();
}

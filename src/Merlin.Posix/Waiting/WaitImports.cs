using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>Imports of poll.h and sys/eventfd.h.</summary>
internal static unsafe partial class WaitImports
{
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int timeoutMilliseconds);

    /// <summary>Owned: the caller closes the descriptor.</summary>
    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int EventDescriptor(uint value, int flags);
}

using System.Runtime.InteropServices;

namespace Merlin.Flux;

/// <summary>The C library's eventfd, through which other threads wake a reactor.</summary>
internal static unsafe partial class WakeImports
{
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;

    private const string LibraryName = "libc";

    /// <summary>Owned: the caller closes the descriptor.</summary>
    [LibraryImport(LibraryName, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int Create(uint count, int flags);

    [LibraryImport(LibraryName, EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(int descriptor, ulong* count, nuint size);

    [LibraryImport(LibraryName, EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(int descriptor, ulong* count, nuint size);

    [LibraryImport(LibraryName, EntryPoint = "close")]
    internal static partial int Close(int descriptor);
}

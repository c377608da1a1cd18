using System.Runtime.InteropServices;

namespace Merlin.Posix;

/// <summary>Imports of sys/mman.h.</summary>
internal static unsafe partial class MemoryImports
{
    internal const uint CloseOnExec = 1;
    internal const int ReadWrite = 3;
    internal const int Shared = 1;

    /// <summary>Owned: the caller closes the descriptor.</summary>
    [LibraryImport("libc", EntryPoint = "memfd_create", SetLastError = true)]
    internal static partial int MakeFile(byte* name, uint flags);

    /// <summary>Owned: the caller unmaps; -1 on failure.</summary>
    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);
}

using System.Runtime.InteropServices;

namespace Merlin.Posix.Locking;

/// <summary>What locking needs of libc: fcntl.h, sys/file.h, sys/vfs.h.</summary>
internal static partial class LockImports
{
    private const string LibC = "libc";

    // Owned: the caller closes the descriptor.
    [LibraryImport(LibC, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport(LibC, EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static partial int Lock(SafeHandle descriptor, int operation);

    // Variadic in C; on the Linux targets of .NET a variadic pointer argument is passed like a named one.
    [LibraryImport(LibC, EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static unsafe partial int Control(SafeHandle descriptor, int command, ByteRange* range);

    [LibraryImport(LibC, EntryPoint = "statfs", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    internal static unsafe partial int StatFileSystem(string path, byte* result);
}

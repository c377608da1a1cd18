using Microsoft.Win32.SafeHandles;

namespace Merlin.Posix;

/// <summary>What the system tells of a file without opening it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Permissions">The permission bits.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedMicros">When its content changed last, microseconds since 1970-01-01 UTC.</param>
public readonly record struct FileFacts(FileKind Kind, int Permissions, long Size, long ModifiedMicros)
{
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const int NoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
    private const int EmptyPath = 0x1000; // AT_EMPTY_PATH
    private const uint Wanted = 0x1 | 0x2 | 0x40 | 0x200; // STATX_TYPE, MODE, MTIME, SIZE
    private const int ResultSize = 256;
    private const int ModeOffset = 28;
    private const int SizeOffset = 40;
    private const int SecondsOffset = 112;
    private const int NanosecondsOffset = 120;
    private const int TypeBits = 0xF000;
    private const int PermissionBits = 0xFFF;

    /// <summary>The facts of what a path leads to, a symbolic link itself; null when it cannot be seen.</summary>
    /// <param name="path">The path, UTF-8, ending in a NUL.</param>
    public static unsafe FileFacts? Of(ReadOnlySpan<byte> path)
    {
        byte* result = stackalloc byte[ResultSize];
        fixed (byte* name = path)
        {
            return FileImports.Stat(CurrentDirectory, name, NoFollow, Wanted, result) == 0 ? Read(result) : null;
        }
    }

    /// <summary>The facts of an open file; null when it cannot be seen.</summary>
    public static unsafe FileFacts? Of(SafeFileHandle file)
    {
        byte* result = stackalloc byte[ResultSize];
        byte empty = 0;
        return FileImports.Stat((int)file.DangerousGetHandle(), &empty, EmptyPath, Wanted, result) == 0 ? Read(result) : null;
    }

    private static unsafe FileFacts Read(byte* result)
    {
        int mode = *(ushort*)(result + ModeOffset);
        FileKind kind = (mode & TypeBits) switch
        {
            0x8000 => FileKind.Plain,
            0x4000 => FileKind.Directory,
            0xA000 => FileKind.SymbolicLink,
            _ => FileKind.Other,
        };
        long micros = (*(long*)(result + SecondsOffset) * 1_000_000) + (*(uint*)(result + NanosecondsOffset) / 1000);
        return new FileFacts(kind, mode & PermissionBits, *(long*)(result + SizeOffset), micros);
    }
}

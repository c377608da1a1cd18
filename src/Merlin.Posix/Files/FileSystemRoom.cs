using System.Buffers.Binary;
using Merlin.Posix.Locking;

namespace Merlin.Posix;

/// <summary>What a file system has left for this user.</summary>
/// <param name="BlockSize">Its block in bytes: what the smallest file takes.</param>
/// <param name="FreeBytes">Bytes that may still be written.</param>
/// <param name="FreeInodes">Files that may still be made; null where the file system does not count them.</param>
public readonly record struct FileSystemRoom(long BlockSize, long FreeBytes, long? FreeInodes)
{
    // Larger than struct statfs on every Linux; its first fields are longs.
    private const int ResultSize = 256;
    private const int BlockSizeField = 1;
    private const int AvailableBlocksField = 4;
    private const int InodesField = 5;
    private const int FreeInodesField = 6;

    /// <summary>Asks the file system on which something lies.</summary>
    /// <param name="path">A file or directory that exists.</param>
    /// <returns>What it has left, or null when it does not say.</returns>
    public static unsafe FileSystemRoom? Of(string path)
    {
        byte* result = stackalloc byte[ResultSize];
        if (LockImports.StatFileSystem(path, result) != 0)
        {
            return null;
        }

        var fields = new ReadOnlySpan<byte>(result, ResultSize);
        long blockSize = Field(fields, BlockSizeField);
        return blockSize <= 0
            ? null
            : new FileSystemRoom(
                blockSize,
                (long)Int128.Min(long.MaxValue, (Int128)Field(fields, AvailableBlocksField) * blockSize),
                Field(fields, InodesField) > 0 ? Field(fields, FreeInodesField) : null);
    }

    private static long Field(ReadOnlySpan<byte> fields, int number) =>
        BinaryPrimitives.ReadInt64LittleEndian(fields[(number * sizeof(long))..]);
}

using System.Buffers.Binary;

namespace Merlin.Posix.Locking;

/// <summary>Tells whether a directory lies on a file system that other machines share.</summary>
public static class NetworkFileSystem
{
    // Larger than struct statfs on every Linux; its first field is the type, a long.
    private const int ResultSize = 256;

    /// <summary>The file system's name if it is one of those that machines share, else null.</summary>
    /// <param name="path">A file or directory that exists.</param>
    public static unsafe string? NameOf(string path)
    {
        byte* result = stackalloc byte[ResultSize];
        if (LockImports.StatFileSystem(path, result) != 0)
        {
            return null;
        }

        // Magic numbers of statfs(2), and those that Lustre and Spectrum Scale give themselves.
        return BinaryPrimitives.ReadUInt32LittleEndian(new ReadOnlySpan<byte>(result, sizeof(uint))) switch
        {
            0x6969 => "NFS",
            0x0BD00BD0 => "Lustre",
            0x47504653 => "GPFS",
            0xFF534D42 or 0xFE534D42 => "SMB",
            0x00C36400 => "Ceph",
            0x19830326 => "BeeGFS",
            _ => null,
        };
    }
}

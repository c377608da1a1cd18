using System.Runtime.InteropServices;

namespace Merlin.Posix.Locking;

/// <summary>struct flock of 64-bit Linux.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ByteRange
{
    /// <summary>Read, write or unlock.</summary>
    public short Type;

    /// <summary>What the start counts from; 0 for the beginning of the file.</summary>
    public short Whence;

    /// <summary>The first byte.</summary>
    public long Start;

    /// <summary>How many bytes.</summary>
    public long Length;

    /// <summary>0 in a request.</summary>
    public int Process;
}

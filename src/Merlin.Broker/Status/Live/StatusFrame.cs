using System.Buffers.Binary;

namespace Merlin.Broker.Status;

/// <summary>
/// How questions about a study and their answers travel over the run's socket: the length of the rest in four bytes
/// (little-endian), the protocol's version, the kind, and what the kind needs.
/// </summary>
internal static class StatusFrame
{
    /// <summary>Version of the protocol; both ends refuse any other.</summary>
    public const byte Version = 2;

    /// <summary>Most bytes of a question.</summary>
    public const int LargestRequest = 64;

    /// <summary>Most bytes of an answer; a plan is the largest one.</summary>
    public const int LargestAnswer = 256 << 20;

    private const int LengthSize = sizeof(uint);

    /// <summary>Reads a frame.</summary>
    /// <returns>The version, the kind and the rest; null when the other end has closed the line between two frames.</returns>
    /// <exception cref="InvalidDataException">The length is impossible, or the version is another one.</exception>
    /// <exception cref="EndOfStreamException">The line was closed within a frame.</exception>
    public static byte[]? Read(Stream line, int largest)
    {
        byte[] length = new byte[LengthSize];
        int read = line.ReadAtLeast(length, LengthSize, throwOnEndOfStream: false);
        if (read == 0)
        {
            return null;
        }

        byte[] frame = NewFrame(length, read, largest);
        line.ReadExactly(frame);
        return Checked(frame);
    }

    /// <summary>As <see cref="Read"/>, without holding a thread meanwhile.</summary>
    public static async Task<byte[]?> ReadAsync(Stream line, int largest, CancellationToken cancel)
    {
        byte[] length = new byte[LengthSize];
        int read = await line.ReadAtLeastAsync(length, LengthSize, throwOnEndOfStream: false, cancel);
        if (read == 0)
        {
            return null;
        }

        byte[] frame = NewFrame(length, read, largest);
        await line.ReadExactlyAsync(frame, cancel);
        return Checked(frame);
    }

    /// <summary>Writes a frame whose bytes after the length are given.</summary>
    public static void Write(Stream line, ReadOnlySpan<byte> frame)
    {
        line.Write(LengthOf(frame.Length));
        line.Write(frame);
    }

    /// <summary>As <see cref="Write"/>, without holding a thread meanwhile.</summary>
    public static async Task WriteAsync(Stream line, ReadOnlyMemory<byte> frame, CancellationToken cancel)
    {
        await line.WriteAsync(LengthOf(frame.Length), cancel);
        await line.WriteAsync(frame, cancel);
    }

    private static byte[] LengthOf(int size)
    {
        byte[] length = new byte[LengthSize];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)size);
        return length;
    }

    private static byte[] NewFrame(byte[] length, int read, int largest)
    {
        if (read < LengthSize)
        {
            throw new EndOfStreamException();
        }

        uint size = BinaryPrimitives.ReadUInt32LittleEndian(length);
        return size >= 2 && size <= largest
            ? new byte[size]
            : throw new InvalidDataException($"A frame says that it has {size} bytes.");
    }

    private static byte[] Checked(byte[] frame) => frame[0] == Version
        ? frame
        : throw new InvalidDataException($"A frame has version {frame[0]}; this program speaks {Version}.");
}

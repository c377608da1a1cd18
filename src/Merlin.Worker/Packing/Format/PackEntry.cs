using System.Buffers.Binary;
using Merlin.Broker;

namespace Merlin.Worker.Packing.Format;

/// <summary>Where a frame of a pack is, and what it holds: an entry of an index.</summary>
/// <param name="Offset">Where the frame begins in its pack.</param>
/// <param name="Length">The frame's length, head included.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Node">The number of the node.</param>
/// <param name="Index">The task; 0 in a node's own frame.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="Outcome">How it ended.</param>
internal readonly record struct PackEntry(
    long Offset, int Length, FrameKind Kind, uint Node, long Index, int Attempt, TaskOutcome Outcome)
{
    /// <summary>Where the next frame begins.</summary>
    public long End => Offset + Length;

    /// <summary>The entry of a sound frame.</summary>
    public static PackEntry Of(ReadOnlySpan<byte> frame, long offset)
    {
        ReadOnlySpan<byte> body = frame[PackFormat.FrameHead..];
        uint node = BinaryPrimitives.ReadUInt32LittleEndian(body);
        return (FrameKind)frame[4] == FrameKind.Node
            ? new PackEntry(offset, frame.Length, FrameKind.Node, node, 0, 0, TaskOutcome.None)
            : new PackEntry(
                offset,
                frame.Length,
                FrameKind.Record,
                node,
                BinaryPrimitives.ReadInt64LittleEndian(body[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(body[4..]),
                (TaskOutcome)body[32]);
    }

    /// <summary>Writes it as an index has it.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Index);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], Offset);
        BinaryPrimitives.WriteInt32LittleEndian(target[16..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(target[20..], Node);
        BinaryPrimitives.WriteInt32LittleEndian(target[24..], Attempt);
        target[28] = (byte)Kind;
        target[29] = (byte)Outcome;
        target[30..32].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(target[32..], Crc32C.Of(target[..32]));
    }

    /// <summary>Reads what an index has; null when it is damaged.</summary>
    public static PackEntry? Read(ReadOnlySpan<byte> source) =>
        BinaryPrimitives.ReadUInt32LittleEndian(source[32..]) == Crc32C.Of(source[..32])
            ? new PackEntry(
                BinaryPrimitives.ReadInt64LittleEndian(source[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(source[16..]),
                (FrameKind)source[28],
                BinaryPrimitives.ReadUInt32LittleEndian(source[20..]),
                BinaryPrimitives.ReadInt64LittleEndian(source),
                BinaryPrimitives.ReadInt32LittleEndian(source[24..]),
                (TaskOutcome)source[29])
            : null;
}

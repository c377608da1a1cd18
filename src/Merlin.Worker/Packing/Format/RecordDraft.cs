using System.Buffers.Binary;
using Merlin.Broker;

namespace Merlin.Worker.Packing.Format;

/// <summary>Puts a record together; used again for later ones. For one thread at a time.</summary>
internal sealed class RecordDraft
{
    private const int Start = PackFormat.FrameHead + PackFormat.RecordHead;
    private const int Room = 4096;

    // A draft that had a large record does not keep its memory.
    private const int KeptRoom = 1 << 20;
    private byte[] _heads = new byte[Room];
    private byte[] _contents = new byte[Room];
    private int _headsEnd;
    private int _contentsEnd;
    private int _parts;

    /// <summary>How many bytes the contents of all parts have.</summary>
    public int ContentLength => _contentsEnd;

    /// <summary>Begins with a record without parts.</summary>
    public void Begin()
    {
        if (_heads.Length > KeptRoom)
        {
            _heads = new byte[Room];
        }

        if (_contents.Length > KeptRoom)
        {
            _contents = new byte[Room];
        }

        _headsEnd = Start;
        _contentsEnd = 0;
        _parts = 0;
    }

    /// <summary>Room for more content; what is used of it is said by <see cref="Advance"/>.</summary>
    /// <param name="least">How many bytes at least.</param>
    public Span<byte> ContentRoom(int least)
    {
        Grow(ref _contents, _contentsEnd, least);
        return _contents.AsSpan(_contentsEnd);
    }

    /// <summary>Takes bytes of <see cref="ContentRoom"/> into the content.</summary>
    public void Advance(int count) => _contentsEnd += count;

    /// <summary>Takes content back that no part was added for.</summary>
    /// <param name="length">The length before it.</param>
    public void CutContent(int length) => _contentsEnd = length;

    /// <summary>Adds a part; its content, if it has any, is what was added to the content since the part before.</summary>
    public void Add(PackedPartKind kind, ReadOnlySpan<byte> name, int mode, long modifiedMicros, long size)
    {
        Grow(ref _heads, _headsEnd, PackFormat.PartHead + name.Length);
        Span<byte> head = _heads.AsSpan(_headsEnd);
        head[0] = (byte)kind;
        head[1] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(head[2..], checked((ushort)name.Length));
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], mode);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], modifiedMicros);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], size);
        name.CopyTo(head[PackFormat.PartHead..]);
        _headsEnd += PackFormat.PartHead + name.Length;
        _parts++;
    }

    /// <summary>The whole frame, in which only the node's number and the head are missing.</summary>
    public Span<byte> Complete(
        long index, int attempt, TaskOutcome outcome, RecordFlags flags, int code, long startMicros, long durationMicros)
    {
        Span<byte> head = _heads.AsSpan(PackFormat.FrameHead, PackFormat.RecordHead);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], attempt);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], index);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], startMicros);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], durationMicros);
        head[32] = (byte)outcome;
        head[33] = (byte)flags;
        head[34..36].Clear();
        BinaryPrimitives.WriteInt32LittleEndian(head[36..], code);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], _parts);
        Grow(ref _heads, _headsEnd, _contentsEnd);
        _contents.AsSpan(0, _contentsEnd).CopyTo(_heads.AsSpan(_headsEnd));
        return _heads.AsSpan(0, _headsEnd + _contentsEnd);
    }

    private static void Grow(ref byte[] buffer, int used, int more)
    {
        if (buffer.Length - used < more)
        {
            Array.Resize(ref buffer, (int)Math.Min(Math.Max(2L * buffer.Length, (long)used + more), Array.MaxLength));
        }
    }
}

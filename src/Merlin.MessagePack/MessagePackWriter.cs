using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text;

namespace Merlin.MessagePack;

/// <summary>Writes MessagePack values one after the other, each in its smallest encoding.</summary>
/// <remarks>
/// Names and shapes are those of MessagePack-CSharp. What was written may be held back until <see cref="Flush"/>, which is to
/// be called at the end.
/// </remarks>
public ref struct MessagePackWriter
{
    private readonly IBufferWriter<byte> _output;
    private Span<byte> _buffer;
    private int _used;

    /// <summary>Writes to <paramref name="writer"/>.</summary>
    public MessagePackWriter(IBufferWriter<byte> writer)
    {
        _output = writer;
        _buffer = writer.GetSpan();
        _used = 0;
    }

    /// <summary>Hands everything that was written to the output.</summary>
    public void Flush()
    {
        if (_used > 0)
        {
            _output.Advance(_used);
            _used = 0;
        }

        _buffer = default;
    }

    /// <summary>Writes nothing, as a value.</summary>
    public void WriteNil() => Byte(MessagePackCode.Nil);

    /// <summary>Begins an array; its elements are to be written next.</summary>
    /// <param name="count">How many elements follow.</param>
    public void WriteArrayHeader(int count) =>
        Header(count, MessagePackCode.MinFixArray, 15, MessagePackCode.Array16, MessagePackCode.Array32);

    /// <summary>Begins a map; keys and values are to be written next, in turn.</summary>
    /// <param name="count">How many pairs follow.</param>
    public void WriteMapHeader(int count) =>
        Header(count, MessagePackCode.MinFixMap, 15, MessagePackCode.Map16, MessagePackCode.Map32);

    /// <summary>Writes true or false.</summary>
    public void Write(bool value) => Byte(value ? MessagePackCode.True : MessagePackCode.False);

    /// <summary>Writes a whole number.</summary>
    public void Write(int value) => WriteInt64(value);

    /// <summary>Writes a whole number.</summary>
    public void Write(long value) => WriteInt64(value);

    /// <summary>Writes a whole number.</summary>
    public void Write(ulong value) => WriteUInt64(value);

    /// <summary>Writes a whole number in its smallest encoding.</summary>
    public void WriteInt(int value) => WriteInt64(value);

    /// <summary>Writes a whole number in its smallest encoding.</summary>
    public void WriteInt64(long value)
    {
        switch (value)
        {
            case >= 0:
                WriteUInt64((ulong)value);
                break;
            case >= -32:
                Byte((byte)value);
                break;
            case >= sbyte.MinValue:
                Coded(MessagePackCode.Int8, 1)[0] = (byte)value;
                break;
            case >= short.MinValue:
                BinaryPrimitives.WriteInt16BigEndian(Coded(MessagePackCode.Int16, sizeof(short)), (short)value);
                break;
            case >= int.MinValue:
                BinaryPrimitives.WriteInt32BigEndian(Coded(MessagePackCode.Int32, sizeof(int)), (int)value);
                break;
            default:
                BinaryPrimitives.WriteInt64BigEndian(Coded(MessagePackCode.Int64, sizeof(long)), value);
                break;
        }
    }

    /// <summary>Writes a whole number in its smallest encoding.</summary>
    public void WriteUInt64(ulong value)
    {
        switch (value)
        {
            case <= MessagePackCode.MaxFixInt:
                Byte((byte)value);
                break;
            case <= byte.MaxValue:
                Coded(MessagePackCode.UInt8, 1)[0] = (byte)value;
                break;
            case <= ushort.MaxValue:
                BinaryPrimitives.WriteUInt16BigEndian(Coded(MessagePackCode.UInt16, sizeof(ushort)), (ushort)value);
                break;
            case <= uint.MaxValue:
                BinaryPrimitives.WriteUInt32BigEndian(Coded(MessagePackCode.UInt32, sizeof(uint)), (uint)value);
                break;
            default:
                BinaryPrimitives.WriteUInt64BigEndian(Coded(MessagePackCode.UInt64, sizeof(ulong)), value);
                break;
        }
    }

    /// <summary>Writes a floating-point number of four bytes.</summary>
    public void Write(float value) =>
        BinaryPrimitives.WriteSingleBigEndian(Coded(MessagePackCode.Float32, sizeof(float)), value);

    /// <summary>Writes a floating-point number of eight bytes.</summary>
    public void Write(double value) =>
        BinaryPrimitives.WriteDoubleBigEndian(Coded(MessagePackCode.Float64, sizeof(double)), value);

    /// <summary>Writes text, or nil for null. Halves of surrogate pairs become replacement characters.</summary>
    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNil();
            return;
        }

        int length = Encoding.UTF8.GetByteCount(value);
        WriteStringHeader(length);
        Encoding.UTF8.GetBytes(value, Take(length));
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public void WriteString(ReadOnlySpan<byte> utf8)
    {
        WriteStringHeader(utf8.Length);
        WriteRaw(utf8);
    }

    /// <summary>Begins text; its bytes are to be written next, by <see cref="WriteRaw"/>.</summary>
    /// <param name="byteCount">How many bytes of UTF-8 follow.</param>
    public void WriteStringHeader(int byteCount)
    {
        if (byteCount is > 31 and <= byte.MaxValue)
        {
            Coded(MessagePackCode.Str8, 1)[0] = (byte)byteCount;
        }
        else
        {
            Header(byteCount, MessagePackCode.MinFixStr, 31, MessagePackCode.Str16, MessagePackCode.Str32);
        }
    }

    /// <summary>Writes bytes.</summary>
    public void Write(ReadOnlySpan<byte> value)
    {
        WriteBinHeader(value.Length);
        WriteRaw(value);
    }

    /// <summary>Begins bytes; they are to be written next, by <see cref="WriteRaw"/>.</summary>
    /// <param name="length">How many follow.</param>
    public void WriteBinHeader(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length <= byte.MaxValue)
        {
            Coded(MessagePackCode.Bin8, 1)[0] = (byte)length;
        }
        else
        {
            LongHeader(length, MessagePackCode.Bin16, MessagePackCode.Bin32);
        }
    }

    /// <summary>Writes bytes as they are, without a header of their own.</summary>
    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    private void Header(int count, byte fix, int mostFix, byte code16, byte code32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count <= mostFix)
        {
            Byte((byte)(fix | count));
        }
        else
        {
            LongHeader(count, code16, code32);
        }
    }

    private void LongHeader(int count, byte code16, byte code32)
    {
        if (count <= ushort.MaxValue)
        {
            BinaryPrimitives.WriteUInt16BigEndian(Coded(code16, sizeof(ushort)), (ushort)count);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(Coded(code32, sizeof(uint)), (uint)count);
        }
    }

    private void Byte(byte value) => Take(1)[0] = value;

    private Span<byte> Coded(byte code, int length)
    {
        Span<byte> taken = Take(1 + length);
        taken[0] = code;
        return taken[1..];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> Take(int length)
    {
        if (_buffer.Length - _used < length)
        {
            Flush();
            _buffer = _output.GetSpan(length);
        }

        Span<byte> taken = _buffer.Slice(_used, length);
        _used += length;
        return taken;
    }
}

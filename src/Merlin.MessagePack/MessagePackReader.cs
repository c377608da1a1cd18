using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Merlin.MessagePack;

/// <summary>Reads MessagePack values one after the other.</summary>
/// <remarks>
/// Names and shapes are those of MessagePack-CSharp. Whatever the bytes are, a member either returns what they say or throws
/// <see cref="MessagePackSerializationException"/>; nothing is allocated for a length that the input cannot hold.
/// </remarks>
public ref struct MessagePackReader
{
    /// <summary>How deep arrays and maps may lie in each other in what <see cref="Skip()"/> passes over.</summary>
    public const int MaximumDepth = 64;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlyMemory<byte> _input;
    private readonly ReadOnlySpan<byte> _span;
    private int _at;

    /// <summary>Reads from the beginning of <paramref name="memory"/>.</summary>
    public MessagePackReader(ReadOnlyMemory<byte> memory)
    {
        _input = memory;
        _span = memory.Span;
        _at = 0;
    }

    /// <summary>Whether everything has been read.</summary>
    public readonly bool End => _at >= _span.Length;

    /// <summary>How many bytes have been read.</summary>
    public readonly long Consumed => _at;

    /// <summary>How many bytes have not been read.</summary>
    public readonly int Remaining => _span.Length - _at;

    /// <summary>The first byte of the next value.</summary>
    public readonly byte NextCode => End ? throw Ended() : _span[_at];

    /// <summary>The kind of the next value.</summary>
    public readonly MessagePackType NextMessagePackType => MessagePackCode.TypeOf(NextCode);

    /// <summary>Reads nil if it comes next; reads nothing otherwise.</summary>
    public bool TryReadNil()
    {
        if (NextCode != MessagePackCode.Nil)
        {
            return false;
        }

        _at++;
        return true;
    }

    /// <summary>Reads how many elements the array has that comes next; the input is long enough to hold them.</summary>
    public int ReadArrayHeader()
    {
        byte code = Take();
        return code switch
        {
            >= MessagePackCode.MinFixArray and <= MessagePackCode.MaxFixArray => Held(code & 0x0f, 1),
            MessagePackCode.Array16 => Held(UInt16(), 1),
            MessagePackCode.Array32 => Held(UInt32(), 1),
            _ => throw Unexpected("an array", code),
        };
    }

    /// <summary>Reads how many pairs the map has that comes next; the input is long enough to hold them.</summary>
    public int ReadMapHeader()
    {
        byte code = Take();
        return code switch
        {
            >= MessagePackCode.MinFixMap and <= MessagePackCode.MaxFixMap => Held(code & 0x0f, 2),
            MessagePackCode.Map16 => Held(UInt16(), 2),
            MessagePackCode.Map32 => Held(UInt32(), 2),
            _ => throw Unexpected("a map", code),
        };
    }

    /// <summary>Reads true or false.</summary>
    public bool ReadBoolean()
    {
        byte code = Take();
        return code switch
        {
            MessagePackCode.True => true,
            MessagePackCode.False => false,
            _ => throw Unexpected("true or false", code),
        };
    }

    /// <summary>Reads a whole number of any encoding that fits.</summary>
    public int ReadInt32()
    {
        long value = ReadInt64();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw OutOfRange(value, "32 bits");
    }

    /// <summary>Reads a whole number of any encoding that fits.</summary>
    public long ReadInt64()
    {
        byte code = Take();
        return code switch
        {
            <= MessagePackCode.MaxFixInt => code,
            >= MessagePackCode.MinNegativeFixInt => (sbyte)code,
            MessagePackCode.UInt8 => Take(),
            MessagePackCode.UInt16 => UInt16(),
            MessagePackCode.UInt32 => UInt32(),
            MessagePackCode.UInt64 => Signed(UInt64()),
            MessagePackCode.Int8 => (sbyte)Take(),
            MessagePackCode.Int16 => (short)UInt16(),
            MessagePackCode.Int32 => (int)UInt32(),
            MessagePackCode.Int64 => (long)UInt64(),
            _ => throw Unexpected("a whole number", code),
        };
    }

    /// <summary>Reads a whole number that is not negative, of any encoding that fits.</summary>
    public ulong ReadUInt64()
    {
        if (NextCode == MessagePackCode.UInt64)
        {
            _at++;
            return UInt64();
        }

        long value = ReadInt64();
        return value >= 0 ? (ulong)value : throw OutOfRange(value, "64 bits without a sign");
    }

    /// <summary>Reads a number: floating-point of either size, or whole.</summary>
    public double ReadDouble()
    {
        switch (NextCode)
        {
            case MessagePackCode.Float64:
                _at++;
                return BinaryPrimitives.ReadDoubleBigEndian(Take(sizeof(double)));
            case MessagePackCode.Float32:
                _at++;
                return BinaryPrimitives.ReadSingleBigEndian(Take(sizeof(float)));
            case MessagePackCode.UInt64:
                return ReadUInt64();
            default:
                return ReadInt64();
        }
    }

    /// <summary>Reads text, or null for nil.</summary>
    public string? ReadString()
    {
        if (TryReadNil())
        {
            return null;
        }

        ReadOnlySpan<byte> utf8 = Take(ReadStringLength());
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new MessagePackSerializationException($"the text that ends at byte {_at} is not UTF-8", e);
        }
    }

    /// <summary>How many bytes of UTF-8 the text has that comes next, without reading it; 0 for nil.</summary>
    public readonly int PeekStringLength()
    {
        MessagePackReader ahead = this;
        return ahead.TryReadNil() ? 0 : ahead.ReadStringLength();
    }

    /// <summary>Reads bytes, or null for nil. They are a part of the input, not a copy.</summary>
    public ReadOnlySequence<byte>? ReadBytes()
    {
        if (TryReadNil())
        {
            return null;
        }

        byte code = Take();
        int length = code switch
        {
            MessagePackCode.Bin8 => Held(Take(), 1),
            MessagePackCode.Bin16 => Held(UInt16(), 1),
            MessagePackCode.Bin32 => Held(UInt32(), 1),
            _ => throw Unexpected("bytes", code),
        };
        return new ReadOnlySequence<byte>(Pass(length));
    }

    /// <summary>Passes over the next value, whatever it is.</summary>
    /// <exception cref="MessagePackSerializationException">It is cut off, or lies deeper than <see cref="MaximumDepth"/>.</exception>
    public void Skip() => Skip(MaximumDepth);

    private void Skip(int depth)
    {
        switch (NextMessagePackType)
        {
            case MessagePackType.Array:
                SkipAll(ReadArrayHeader(), depth - 1);
                break;
            case MessagePackType.Map:
                SkipAll(2 * ReadMapHeader(), depth - 1);
                break;
            case MessagePackType.Unknown:
                throw Unexpected("a value", NextCode);
            case MessagePackType.String:
                Pass(ReadStringLength());
                break;
            case MessagePackType.Binary:
                ReadBytes();
                break;
            case MessagePackType.Extension:
                Pass(Held(ReadExtensionLength() + 1L, 1));
                break;
            case MessagePackType.Float:
                ReadDouble();
                break;
            case MessagePackType.Integer when NextCode == MessagePackCode.UInt64:
                ReadUInt64();
                break;
            case MessagePackType.Integer:
                ReadInt64();
                break;
            default:
                _at++;
                break;
        }
    }

    private void SkipAll(int count, int depth)
    {
        if (depth < 0)
        {
            throw new MessagePackSerializationException($"the value at byte {_at} lies deeper than {MaximumDepth} levels");
        }

        for (int i = 0; i < count; i++)
        {
            Skip(depth);
        }
    }

    private int ReadStringLength()
    {
        byte code = Take();
        return code switch
        {
            >= MessagePackCode.MinFixStr and <= MessagePackCode.MaxFixStr => Held(code & 0x1f, 1),
            MessagePackCode.Str8 => Held(Take(), 1),
            MessagePackCode.Str16 => Held(UInt16(), 1),
            MessagePackCode.Str32 => Held(UInt32(), 1),
            _ => throw Unexpected("text", code),
        };
    }

    // The type number that follows the length is one byte more.
    private uint ReadExtensionLength()
    {
        byte code = Take();
        return code switch
        {
            >= MessagePackCode.FixExt1 and <= MessagePackCode.FixExt16 => 1u << (code - MessagePackCode.FixExt1),
            MessagePackCode.Ext8 => Take(),
            MessagePackCode.Ext16 => UInt16(),
            _ => UInt32(),
        };
    }

    private byte Take() => End ? throw Ended() : _span[_at++];

    private ReadOnlySpan<byte> Take(int length)
    {
        ReadOnlySpan<byte> taken = length <= Remaining ? _span.Slice(_at, length) : throw Ended();
        _at += length;
        return taken;
    }

    private ReadOnlyMemory<byte> Pass(int length)
    {
        ReadOnlyMemory<byte> passed = _input.Slice(_at, length);
        _at += length;
        return passed;
    }

    private ushort UInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));

    private uint UInt32() => BinaryPrimitives.ReadUInt32BigEndian(Take(sizeof(uint)));

    private ulong UInt64() => BinaryPrimitives.ReadUInt64BigEndian(Take(sizeof(ulong)));

    private readonly long Signed(ulong value) => value <= long.MaxValue
        ? (long)value
        : throw new MessagePackSerializationException($"the number {value} before byte {_at} does not fit 64 bits with a sign");

    private readonly int Held(long count, int leastBytes) => count * leastBytes <= Remaining
        ? (int)count
        : throw new MessagePackSerializationException(
            $"a length of {count} is announced before byte {_at}, and only {Remaining} bytes are left");

    private readonly MessagePackSerializationException Ended() => new($"the input ends at byte {_span.Length}, within a value");

    private readonly MessagePackSerializationException Unexpected(string wanted, byte code) =>
        new($"{wanted} was expected near byte {_at}, and there is {MessagePackCode.TypeOf(code)} (0x{code:x2})");

    private readonly MessagePackSerializationException OutOfRange(long value, string space) =>
        new($"the number {value} before byte {_at} does not fit {space}");
}

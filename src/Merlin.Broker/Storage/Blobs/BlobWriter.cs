using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Merlin.Broker.Storage;

/// <summary>Writes small integers in few bytes, into a buffer that is used again.</summary>
internal sealed class BlobWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    /// <summary>What was written since the last <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Clear() => _bytes.ResetWrittenCount();

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    /// <summary>Seven bits a byte, the lowest first; the high bit says that more follow.</summary>
    public void Number(ulong value)
    {
        Span<byte> target = _bytes.GetSpan(10);
        int length = 0;
        while (value >= 0x80)
        {
            target[length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        target[length++] = (byte)value;
        _bytes.Advance(length);
    }

    public void Number(long value) => Number(checked((ulong)value));

    /// <summary>A number of either sign: small ones of both take few bytes.</summary>
    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Real(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.GetSpan(sizeof(double)), value);
        _bytes.Advance(sizeof(double));
    }

    public void Text(string value)
    {
        int length = Encoding.UTF8.GetByteCount(value);
        Number((ulong)length);
        _bytes.Advance(Encoding.UTF8.GetBytes(value, _bytes.GetSpan(length)));
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Number((ulong)value.Length);
        _bytes.Write(value);
    }
}

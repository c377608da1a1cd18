using System.Buffers.Binary;
using System.Text;

namespace Merlin.Broker.Storage;

/// <summary>Reads what a <see cref="BlobWriter"/> wrote. Every read is checked against the bytes that are there.</summary>
/// <remarks>Malformed bytes throw <see cref="InvalidDataException"/>, never anything else.</remarks>
internal ref struct BlobReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool AtEnd => _rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Byte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number has more than ten bytes.");
    }

    /// <summary>A number that is not negative and not larger than <paramref name="most"/>.</summary>
    public long Number(long most)
    {
        ulong value = Number();
        return most >= 0 && value <= (ulong)most
            ? (long)value
            : throw new InvalidDataException($"The number {value} is larger than {most}.");
    }

    public long Signed()
    {
        ulong value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public double Real() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public ReadOnlySpan<byte> Bytes() => Take((int)Number(_rest.Length));

    private ReadOnlySpan<byte> Take(int length)
    {
        if (length > _rest.Length)
        {
            throw new InvalidDataException("The bytes end too early.");
        }

        ReadOnlySpan<byte> taken = _rest[..length];
        _rest = _rest[length..];
        return taken;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Samples.Npy;

/// <summary>Writes one element of an array as the text that Python's <c>str</c> gives for it.</summary>
internal static class NpyCell
{
    private const int BytesPerUnicodeUnit = 4;

    /// <summary>Writes an element.</summary>
    /// <param name="type">The element's type.</param>
    /// <param name="cell">Its bytes as they are in the file.</param>
    /// <param name="target">Receives UTF-8.</param>
    public static void Write(NpyType type, ReadOnlySpan<byte> cell, IBufferWriter<byte> target)
    {
        switch (type.Kind)
        {
            case NpyKind.Boolean:
                PythonText.Write(cell[0] != 0, target);
                break;
            case NpyKind.Signed:
                PythonText.Write(SignedValue(type, cell), target);
                break;
            case NpyKind.Unsigned:
                PythonText.Write(UnsignedValue(type, cell), target);
                break;
            case NpyKind.Float:
                WriteFloat(type, cell, target);
                break;
            case NpyKind.Bytes:
                target.Write(cell.TrimEnd((byte)0));
                break;
            default:
                WriteUnicode(type, cell, target);
                break;
        }
    }

    private static ulong UnsignedValue(NpyType type, ReadOnlySpan<byte> cell)
    {
        ulong value = 0;
        for (int i = 0; i < cell.Length; i++)
        {
            value = (value << 8) | cell[type.BigEndian ? i : cell.Length - 1 - i];
        }

        return value;
    }

    private static long SignedValue(NpyType type, ReadOnlySpan<byte> cell)
    {
        int unusedBits = 64 - (8 * type.Size);
        return (long)(UnsignedValue(type, cell) << unusedBits) >> unusedBits;
    }

    private static void WriteFloat(NpyType type, ReadOnlySpan<byte> cell, IBufferWriter<byte> target)
    {
        ulong bits = UnsignedValue(type, cell);
        switch (type.Size)
        {
            case sizeof(double):
                PythonText.Write(BitConverter.UInt64BitsToDouble(bits), target);
                break;
            case sizeof(float):
                PythonText.Write(BitConverter.UInt32BitsToSingle((uint)bits), target);
                break;
            default:
                WriteHalf(BitConverter.UInt16BitsToHalf((ushort)bits), target);
                break;
        }
    }

    /// <summary>
    /// The shortest digits of a half are few enough to be the shortest digits of the double nearest to them as well.
    /// </summary>
    private static void WriteHalf(Half value, IBufferWriter<byte> target)
    {
        Span<char> digits = stackalloc char[32];
        value.TryFormat(digits, out int length, default, CultureInfo.InvariantCulture);
        PythonText.Write(double.Parse(digits[..length], CultureInfo.InvariantCulture), target);
    }

    private static void WriteUnicode(NpyType type, ReadOnlySpan<byte> cell, IBufferWriter<byte> target)
    {
        int length = cell.Length;
        while (length > 0 && cell.Slice(length - BytesPerUnicodeUnit, BytesPerUnicodeUnit).IndexOfAnyExcept((byte)0) < 0)
        {
            length -= BytesPerUnicodeUnit;
        }

        for (int i = 0; i < length; i += BytesPerUnicodeUnit)
        {
            ReadOnlySpan<byte> unit = cell.Slice(i, BytesPerUnicodeUnit);
            uint code = type.BigEndian
                ? BinaryPrimitives.ReadUInt32BigEndian(unit)
                : BinaryPrimitives.ReadUInt32LittleEndian(unit);
            Rune rune = Rune.IsValid(code) ? new Rune(code) : Rune.ReplacementChar;
            target.Advance(rune.EncodeToUtf8(target.GetSpan(BytesPerUnicodeUnit)));
        }
    }
}

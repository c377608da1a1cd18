using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Merlin.Workflow.Samples.Npy;

/// <summary>Reads and checks the header of a <c>.npy</c> file, versions 1 to 3 of the format.</summary>
internal static class NpyHeaderReader
{
    // Headers of plain arrays have some hundred bytes; a structured type of many fields, which is refused, has more.
    private const int MaxHeaderBytes = 1 << 20;
    private const long MaxRowBytes = 1 << 24;
    private const byte MagicByte = 0x93;
    private const int VersionOffset = 6;
    private const int LengthOffset = 8;

    private const string HowToSave =
        "Save a plain two-dimensional array instead, for example numpy.save(file, numpy.asarray(a).astype(float)) "
        + "for numbers or .astype(str) for texts.";

    /// <summary>Reads the header of an open file.</summary>
    /// <exception cref="SampleFileException">The file is no <c>.npy</c> file, or not one of a table.</exception>
    public static NpyHeader Read(string file, SafeFileHandle handle)
    {
        (string text, long dataStart) = ReadText(file, handle);
        if (NpyHeaderText.Parse(text) is not NpyHeaderText header)
        {
            throw new SampleFileException(file, $"the header of this .npy file cannot be understood. {HowToSave}");
        }

        NpyType type = CheckType(file, header);
        (long rows, int columns) = CheckShape(file, header.Shape, type);
        CheckSize(file, handle, dataStart, (Int128)rows * columns * type.Size);
        return new NpyHeader(type, header.FortranOrder, rows, columns, dataStart);
    }

    private static (string Text, long DataStart) ReadText(string file, SafeFileHandle handle)
    {
        Span<byte> start = stackalloc byte[LengthOffset + sizeof(uint)];
        int read = RandomAccess.Read(handle, start, 0);
        if (read < VersionOffset || start[0] != MagicByte || !start[1..].StartsWith("NUMPY"u8))
        {
            throw new SampleFileException(
                file, "this is no .npy file: it does not begin as files made by numpy.save do.");
        }

        if (read < start.Length)
        {
            throw Truncated(file);
        }

        int version = start[VersionOffset];
        if (version is < 1 or > 3)
        {
            throw new SampleFileException(
                file, $"this .npy file has format version {version}; versions 1, 2 and 3 can be read.");
        }

        (long length, int textStart) = version == 1
            ? (BinaryPrimitives.ReadUInt16LittleEndian(start[LengthOffset..]), LengthOffset + sizeof(ushort))
            : (BinaryPrimitives.ReadUInt32LittleEndian(start[LengthOffset..]), LengthOffset + sizeof(uint));
        if (length > MaxHeaderBytes)
        {
            throw new SampleFileException(
                file, $"the header of this .npy file claims {length} bytes, which no plain array has. {HowToSave}");
        }

        byte[] text = new byte[length];
        if (RandomAccess.Read(handle, text, textStart) < text.Length)
        {
            throw Truncated(file);
        }

        return ((version == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(text), textStart + length);
    }

    private static NpyType CheckType(string file, NpyHeaderText header)
    {
        if (header.Descr is null)
        {
            throw new SampleFileException(file, $"the array's elements are records of named fields. {HowToSave}");
        }

        if (header.Descr.Contains('O', StringComparison.Ordinal))
        {
            throw new SampleFileException(
                file, $"the array holds pickled Python objects (dtype=object), which only Python can read. {HowToSave}");
        }

        return NpyType.Parse(header.Descr) ?? throw new SampleFileException(
            file,
            $"values of type '{header.Descr}' cannot be used as samples; truth values, integers, floats of 2, 4 or 8 bytes "
            + $"and texts can. {HowToSave}");
    }

    private static (long Rows, int Columns) CheckShape(string file, IReadOnlyList<long> shape, NpyType type)
    {
        if (shape.Count != 2)
        {
            throw new SampleFileException(
                file,
                $"samples must be a table of rows and columns, but this array has {shape.Count} dimension"
                + $"{(shape.Count == 1 ? "" : "s")}. Use numpy's reshape, for example a.reshape(-1, 1) for one column.");
        }

        if (shape[1] == 0 || (Int128)shape[1] * Math.Max(1, type.Size) > MaxRowBytes)
        {
            throw new SampleFileException(
                file,
                $"the array has {shape[1]} columns of {type.Size} bytes; a sample must have at least one value and at most "
                + $"{MaxRowBytes} bytes. Samples must be the first dimension, values the second.");
        }

        return (shape[0], (int)shape[1]);
    }

    private static void CheckSize(string file, SafeFileHandle handle, long dataStart, Int128 dataBytes)
    {
        long available = RandomAccess.GetLength(handle) - dataStart;
        if (available < dataBytes)
        {
            throw new SampleFileException(
                file,
                $"the file is cut short: its header announces {dataBytes} bytes of data and {Math.Max(0, available)} are there. "
                + "Was it copied or written completely?");
        }
    }

    private static SampleFileException Truncated(string file) =>
        new(file, "the file is cut short: it ends within the header. Was it copied or written completely?");
}

using Microsoft.Win32.SafeHandles;

namespace Merlin.Workflow.Samples.Text;

/// <summary>Where the rows of a text table begin, kept for some of them only so that memory stays small.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Columns">Number of values of each row; 0 without rows.</param>
/// <param name="Marks">Offset in the file of every row whose number is a multiple of <see cref="Stride"/>.</param>
internal sealed record TextRowIndex(long Rows, int Columns, IReadOnlyList<long> Marks)
{
    /// <summary>
    /// Rows between two kept offsets: an eighth of a byte a row, and no row is farther than one small read from a mark.
    /// </summary>
    public const int Stride = 64;

    private const int PassBufferBytes = 1 << 18;

    /// <summary>Reads a table once and checks that all its rows have the same number of values.</summary>
    /// <exception cref="SampleFileException">The file is no text table.</exception>
    public static TextRowIndex Build(string file, SafeFileHandle handle, FieldSplitter splitter)
    {
        long rows = 0;
        long lines = 0;
        int columns = 0;
        var marks = new List<long>();
        using var reader = new LineReader(file, handle, StartOfText(handle), PassBufferBytes);
        while (reader.Next())
        {
            lines++;
            if (reader.IsBlank)
            {
                continue;
            }

            int found = splitter.Count(reader.Line);
            columns = rows == 0 ? found : columns;
            CheckLine(file, lines, reader.Line, found, columns);
            if (rows % Stride == 0)
            {
                marks.Add(reader.Offset);
            }

            rows++;
        }

        return new TextRowIndex(rows, columns, marks);
    }

    private static void CheckLine(string file, long number, ReadOnlySpan<byte> line, int found, int expected)
    {
        if (line.Contains((byte)0))
        {
            throw new SampleFileException(
                file, $"line {number} holds NUL bytes, so this is no text table. Save it as plain UTF-8 text.");
        }

        if (found != expected)
        {
            throw new SampleFileException(
                file,
                $"line {number} has {Values(found)}, but the rows before it have {expected}. Every row must have the same "
                + "number; there is no quoting, and # begins a comment.");
        }
    }

    private static string Values(int count) => count == 1 ? "1 value" : $"{count} values";

    /// <summary>Some editors put a mark before UTF-8 text, which belongs to no value.</summary>
    private static long StartOfText(SafeFileHandle handle)
    {
        Span<byte> start = stackalloc byte[3];
        int read = RandomAccess.Read(handle, start, 0);
        return start[..read] is [0xEF, 0xBB, 0xBF] ? start.Length : 0;
    }
}

using System.Buffers;

namespace Merlin.Workflow.Samples.Text;

/// <summary>How a line of a text table falls into values.</summary>
internal readonly struct FieldSplitter
{
    private readonly byte? _separator;

    /// <summary>Every occurrence of one byte separates two values, which keep their blanks.</summary>
    public FieldSplitter(byte separator) => _separator = separator;

    /// <summary>Any run of white space separates two values.</summary>
    public static FieldSplitter WhiteSpace => default;

    /// <summary>The bytes that count as white space in a line.</summary>
    public static ReadOnlySpan<byte> Blanks => " \t\v\f\r"u8;

    /// <summary>Number of values in a line that is not blank.</summary>
    public int Count(ReadOnlySpan<byte> line) => Visit(line, target: null);

    /// <summary>Puts the values of a line that is not blank into a row.</summary>
    public void Split(ReadOnlySpan<byte> line, SampleRow target)
    {
        target.Clear();
        Visit(line, target);
    }

    private int Visit(ReadOnlySpan<byte> line, SampleRow? target) =>
        _separator is byte separator ? VisitSeparated(separator, line, target) : VisitWords(line, target);

    private static int VisitSeparated(byte separator, ReadOnlySpan<byte> line, SampleRow? target)
    {
        int count = 1;
        for (int end = line.IndexOf(separator); end >= 0; end = line.IndexOf(separator))
        {
            Add(line[..end], target);
            line = line[(end + 1)..];
            count++;
        }

        Add(line, target);
        return count;
    }

    private static int VisitWords(ReadOnlySpan<byte> line, SampleRow? target)
    {
        int count = 0;
        for (line = line.Trim(Blanks); line.Length > 0; line = line.TrimStart(Blanks))
        {
            int end = line.IndexOfAny(Blanks);
            end = end < 0 ? line.Length : end;
            Add(line[..end], target);
            line = line[end..];
            count++;
        }

        return count;
    }

    private static void Add(ReadOnlySpan<byte> field, SampleRow? target)
    {
        target?.Writer.Write(field);
        target?.EndValue();
    }
}

namespace Merlin.Cli.Screen;

/// <summary>A small table for people: columns as wide as their widest cell, two blanks apart.</summary>
internal sealed class TextTable
{
    private readonly string[]? _headers;
    private readonly List<string[]> _rows = [];

    /// <summary>A table.</summary>
    /// <param name="headers">The columns' names, or none for a table of rows between two rules.</param>
    public TextTable(params string[] headers) => _headers = headers.Length == 0 ? null : headers;

    /// <summary>Adds a row; every row has the same number of cells.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table.</summary>
    public void Write(TextWriter writer)
    {
        int[] widths = Widths();
        string rule = string.Join("  ", widths.Select(static width => new string('-', width)));
        if (_headers is not null)
        {
            writer.WriteLine(Line(_headers, widths));
        }

        writer.WriteLine(rule);
        foreach (string[] row in _rows)
        {
            writer.WriteLine(Line(row, widths));
        }

        if (_headers is null)
        {
            writer.WriteLine(rule);
        }
    }

    private static string Line(string[] cells, int[] widths) =>
        string.Join("  ", cells.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd();

    private int[] Widths()
    {
        string[][] all = _headers is null ? [.. _rows] : [_headers, .. _rows];
        int columns = all.Length == 0 ? 0 : all[0].Length;
        return [.. Enumerable.Range(0, columns).Select(column => all.Max(row => row[column].Length))];
    }
}

using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Tests.Samples;

/// <summary>Reads whole tables, which only tests do.</summary>
internal static class TableReading
{
    public static SampleSource Inspect(this TemporaryFile file) => SampleTables.Inspect(file.Name, ["X", "Y"], 25);

    /// <summary>All rows, with their values separated by bars; read from the last to the first.</summary>
    public static string[] Rows(this TemporaryFile file)
    {
        using SampleTable table = SampleTables.Open(file.Inspect());
        string[] rows = new string[table.Rows];
        var row = new SampleRow();
        for (long i = table.Rows - 1; i >= 0; i--)
        {
            table.Read(i, row);
            rows[i] = string.Join('|', Enumerable.Range(0, row.Columns).Select(row.Text));
        }

        return rows;
    }
}

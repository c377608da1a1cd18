using System.Text.Json;

namespace Merlin.Cli.Reports;

/// <summary>A dump of tasks.</summary>
internal sealed class TaskDump : IDump
{
    private readonly TaskSelection _selection;
    private readonly CsvDump _csv;

    /// <summary>A dump.</summary>
    /// <param name="selection">The tasks.</param>
    /// <param name="time">When they were looked at, local time.</param>
    public TaskDump(TaskSelection selection, DateTimeOffset time)
    {
        Time = time;
        _selection = selection;
        _csv = new CsvDump(selection, time);
    }

    /// <inheritdoc/>
    public DateTimeOffset Time { get; }

    /// <inheritdoc/>
    public string Columns => _csv.Columns;

    /// <inheritdoc/>
    public void WriteRows(TextWriter writer) => _csv.WriteRows(writer);

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer) => new JsonDump(_selection).Write(writer);
}

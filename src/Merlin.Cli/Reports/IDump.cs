using System.Text.Json;

namespace Merlin.Cli.Reports;

/// <summary>How something stood at one time, as a file keeps it.</summary>
internal interface IDump
{
    /// <summary>The time, local.</summary>
    DateTimeOffset Time { get; }

    /// <summary>The first line of a file of comma-separated values; it has no line end.</summary>
    string Columns { get; }

    /// <summary>Writes the lines of a file of comma-separated values.</summary>
    void WriteRows(TextWriter writer);

    /// <summary>Writes one JSON object, the value of the member named by the time.</summary>
    void WriteJson(Utf8JsonWriter writer);
}

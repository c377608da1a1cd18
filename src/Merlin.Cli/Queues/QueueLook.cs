using System.Globalization;
using System.Text.Json;
using Merlin.Cli.Reports;

namespace Merlin.Cli.Queues;

/// <summary>How the queues of a monitor stand at one moment.</summary>
/// <param name="Time">The moment, local time.</param>
/// <param name="Waiting">Tasks in nobody's hands.</param>
/// <param name="Leased">Tasks in workers' hands.</param>
/// <param name="Workers">Workers that serve one of the queues.</param>
internal sealed record QueueLook(DateTimeOffset Time, long Waiting, long Leased, int Workers)
{
    /// <summary>Whether nothing is left to do.</summary>
    public bool IsDone => Waiting == 0 && Leased == 0;

    /// <summary>The look for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"Monitor: found {Waiting} jobs in queues and {Workers} workers alive, which hold {Leased} more.");

    /// <summary>Writes the look for programs.</summary>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("time", TimeText.Iso(Time));
        writer.WriteNumber("waiting", Waiting);
        writer.WriteNumber("leased", Leased);
        writer.WriteNumber("workers", Workers);
        writer.WriteEndObject();
    }
}

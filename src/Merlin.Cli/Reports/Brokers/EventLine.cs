using System.Globalization;
using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>Something that happened at a broker, on one line.</summary>
internal sealed class EventLine
{
    private const int MostRanges = 5;
    private readonly BrokerEvent _event;
    private readonly TimeZoneInfo _zone;

    /// <summary>A line.</summary>
    /// <param name="happened">What happened.</param>
    /// <param name="zone">The zone of the time that people read.</param>
    public EventLine(BrokerEvent happened, TimeZoneInfo zone)
    {
        _event = happened;
        _zone = zone;
    }

    /// <summary>Writes the line at once: somebody may be following.</summary>
    public void Show(Terminal terminal, bool json)
    {
        if (json)
        {
            terminal.WriteJsonLine(WriteJson, indented: false);
            return;
        }

        terminal.Out.WriteLine(ToString());
        terminal.Out.Flush();
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        List<string> words = [TimeText.Of(TimeZoneInfo.ConvertTime(_event.Time.ToDateTimeOffset(), _zone)), _event.Kind];
        Add(words, "study", _event.Study?.Value.ToString(CultureInfo.InvariantCulture));
        Add(words, "node", _event.Ordinal?.ToString(CultureInfo.InvariantCulture));
        Add(words, "tasks", RangesText());
        Add(words, string.Empty, _event.Outcome == TaskOutcome.None ? null : _event.Outcome.ToString());
        Add(words, "worker", _event.Consumer);
        Add(words, "on", _event.Hosts);
        Add(words, "job", _event.Job);
        Add(words, string.Empty, _event.Detail);
        return string.Join("  ", words);
    }

    private static void Add(List<string> words, string label, string? value)
    {
        if (value is { Length: > 0 })
        {
            words.Add(label.Length == 0 ? value : $"{label} {value}");
        }
    }

    private string? RangesText() => _event.Tasks.Count == 0
        ? null
        : string.Join(',', _event.Tasks.Take(MostRanges)) + (_event.Tasks.Count > MostRanges ? ",…" : string.Empty);

    private void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("sequence", _event.Sequence);
        writer.WriteString("time", TimeText.Iso(_event.Time.ToDateTimeOffset()));
        writer.WriteString("event", _event.Kind);
        WriteNumber(writer, "study", _event.Study?.Value);
        WriteNumber(writer, "node", _event.Ordinal);
        writer.WriteStartArray("tasks");
        foreach (IndexRange range in _event.Tasks)
        {
            writer.WriteStringValue(range.ToString());
        }

        writer.WriteEndArray();
        writer.WriteString("outcome", _event.Outcome == TaskOutcome.None ? null : _event.Outcome.ToString());
        writer.WriteString("worker", _event.Consumer);
        writer.WriteString("hosts", _event.Hosts);
        writer.WriteString("job", _event.Job);
        writer.WriteString("detail", _event.Detail);
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}

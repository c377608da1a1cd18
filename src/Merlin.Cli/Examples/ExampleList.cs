using System.Text.Json;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Examples;

/// <summary>What <c>merlin example list</c> answers.</summary>
internal sealed class ExampleList : IAnswer
{
    private readonly IReadOnlyList<ExampleEntry> _entries;

    /// <summary>A list of those entries that are worth listing.</summary>
    public ExampleList(IEnumerable<ExampleEntry> entries) => _entries = [.. entries.Where(static entry => entry.Listed)];

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        var table = new TextTable("name", "description");
        foreach (ExampleEntry entry in _entries)
        {
            table.Add(entry.Name, entry.Description);
        }

        table.Write(writer);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartArray();
        foreach (ExampleEntry entry in _entries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Name);
            writer.WriteString("example", entry.Key);
            writer.WriteString("description", entry.Description);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

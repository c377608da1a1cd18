using System.Text.Json;

namespace Merlin.Benchmarks.Capacity.Documents;

/// <summary>What was recorded by <see cref="CapacityReport"/>: of several runs of the same, the last one.</summary>
internal sealed class CapacityRecords
{
    private readonly List<JsonElement> _records = [];

    /// <summary>Reads records, one JSON object a line.</summary>
    /// <exception cref="FormatException">A line is no record.</exception>
    public CapacityRecords(string file)
    {
        var latest = new Dictionary<string, JsonElement>();
        foreach (string line in File.ReadLines(file))
        {
            JsonElement record = Parse(file, line);
            latest[record.GetProperty("workload").GetString() + record.GetProperty("parameters").GetRawText()] = record;
        }

        _records.AddRange(latest.Values);
    }

    /// <summary>The records of one kind of run, in the order in which they were first made.</summary>
    public IEnumerable<JsonElement> Of(string workload) =>
        _records.Where(record => record.GetProperty("workload").GetString() == workload);

    private static JsonElement Parse(string file, string line)
    {
        try
        {
            return JsonDocument.Parse(line).RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new FormatException($"{file} has a line that is no record: {e.Message}", e);
        }
    }
}

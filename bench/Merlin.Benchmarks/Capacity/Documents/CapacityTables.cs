using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Merlin.Benchmarks.Capacity.Documents;

/// <summary>Tables of what was recorded, in Markdown.</summary>
internal static class CapacityTables
{
    private const double KibibytesPerMebibyte = 1024;

    /// <summary>All tables.</summary>
    public static string Of(CapacityRecords records)
    {
        var text = new StringBuilder();
        AddTable(
            text,
            "| reports | tasks | workers | tasks/s | broker, µs/task | peak, MiB | database, bytes/task | log, MiB | `merlin status`, ms | under load |",
            records.Of("capacity-study"),
            Study);
        AddTable(text, "| tasks | first task after, ms | 99 % |", records.Of("capacity-first"), First);
        AddTable(text, "| workers | tasks/s | wait for the next task, ms | 99 % | broker busy | peak, MiB |", records.Of("capacity-crowd"), Crowd);
        return text.ToString();
    }

    private static void AddTable(StringBuilder text, string head, IEnumerable<JsonElement> records, Func<JsonElement, string> row)
    {
        text.AppendLine().AppendLine(head);
        int columns = head.Count(letter => letter == '|') - 1;
        text.Append("| --- |").Insert(text.Length, " ---: |", columns - 1).AppendLine();
        foreach (JsonElement record in records)
        {
            text.AppendLine(row(record));
        }
    }

    private static string Study(JsonElement record)
    {
        JsonElement parameters = record.GetProperty("parameters");
        return Line($"""
            | {parameters.GetProperty("reports")} | {Number(parameters, "tasks"):N0} | {Number(parameters, "workers"):N0} | {Number(record, "tasksPerSecond"):N0} | {Number(record, "brokerMicros"):N2} | {Number(record, "peakKiB") / KibibytesPerMebibyte:N0} | {Number(record, "bytesPerTask"):N2} | {Number(record, "logBytes") / KibibytesPerMebibyte / KibibytesPerMebibyte:N1} | {Number(record, "statusMillis"):N0} | {Number(record, "busyStatusMillis"):N0} |
            """);
    }

    private static string First(JsonElement record) => Line(
        $"| {Number(record.GetProperty("parameters"), "tasks"):N0} | {Number(record, "medianMillis"):N2} | {Number(record, "p99Millis"):N2} |");

    private static string Crowd(JsonElement record)
    {
        JsonElement parameters = record.GetProperty("parameters");
        return Line($"""
            | {Number(parameters, "workers"):N0} | {Number(parameters, "tasksPerSecond"):N0} | {Number(record, "medianMillis"):N2} | {Number(record, "p99Millis"):N2} | {Number(record, "brokerLoad"):P0} | {Number(record, "peakKiB") / KibibytesPerMebibyte:N0} |
            """);
    }

    private static double? Number(JsonElement record, string name) =>
        record.GetProperty(name) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : null;

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}

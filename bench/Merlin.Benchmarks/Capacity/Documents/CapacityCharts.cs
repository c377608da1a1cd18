using System.Text.Json;
using Merlin.Benchmarks.Charts;

namespace Merlin.Benchmarks.Capacity.Documents;

/// <summary>Draws what was recorded over the number of tasks: flat where nothing may grow with it.</summary>
internal static class CapacityCharts
{
    private const string Along = "tasks of a study (logarithmic)";
    private const double KibibytesPerMebibyte = 1024;

    /// <summary>All charts by their names, with what they show.</summary>
    public static IEnumerable<(string Name, string Title, string Svg)> Of(CapacityRecords records)
    {
        ILookup<string, JsonElement> studies = Studies(records);
        yield return Draw("rate", "Tasks per second", "tasks/s", studies, study => study.GetProperty("tasksPerSecond").GetDouble());
        yield return Draw(
            "memory", "The broker's largest memory", "MiB", studies, study => study.GetProperty("peakKiB").GetDouble() / KibibytesPerMebibyte);
        yield return Draw("database", "The database", "bytes/task", studies, study => study.GetProperty("bytesPerTask").GetDouble());
        yield return Draw("status", "merlin status of a study that is half done", "ms", studies, study => study.GetProperty("statusMillis").GetDouble());
        ILookup<string, JsonElement> first = records.Of("capacity-first").ToLookup(_ => "median");
        yield return Draw("first", "Time to the first task", "ms", first, study => study.GetProperty("medianMillis").GetDouble());
    }

    // Those of which several sizes were measured.
    private static ILookup<string, JsonElement> Studies(CapacityRecords records) => records.Of("capacity-study")
        .GroupBy(study => (study.GetProperty("parameters").GetProperty("reports").GetString(), study.GetProperty("parameters").GetProperty("workers").GetInt32()))
        .Where(group => group.Count() > 1)
        .SelectMany(group => group)
        .ToLookup(study => study.GetProperty("parameters").GetProperty("reports").GetString()!);

    private static (string Name, string Title, string Svg) Draw(
        string name, string title, string unit, ILookup<string, JsonElement> groups, Func<JsonElement, double> figure)
    {
        ChartSeries[] series = [.. groups.Select(group => new ChartSeries(group.Key, [.. group.Select(study => new ChartPoint(Tasks(study), figure(study)))]))];
        List<ChartPoint> points = [.. series.SelectMany(line => line.Points)];
        var along = ChartAxis.Logarithmic(Along, points.Select(point => point.X));
        var upwards = ChartAxis.Linear(unit, points.Select(point => point.Y));
        return (name, title, new LineChart(title, along, upwards, series).ToSvg());
    }

    private static double Tasks(JsonElement study) => study.GetProperty("parameters").GetProperty("tasks").GetDouble();
}

using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Merlin.Benchmarks.Load;

/// <summary>Takes what is measured: one JSON record for each run at once, and the tables of medians at the end.</summary>
internal sealed class LoadReport(LoadOptions options)
{
    private const string Reference = "redis";
    private const double NinetyNine = 0.99;

    private readonly Records _records = new(options.Out, options.Machine, options.Commit);
    private readonly Dictionary<string, List<double>> _rates = [];
    private readonly Dictionary<string, List<(double Median, double NinetyNinth)>> _latencies = [];

    public void Add(ILoad load, int round, LoadResult result)
    {
        double rate = load.Tasks / result.Time.TotalSeconds;
        ListOf(_rates, load.Name).Add(rate);
        Write("load", load.Name, load.Tasks, round, json =>
        {
            json.WriteNumber("seconds", Math.Round(result.Time.TotalSeconds, 6));
            json.WriteNumber("tasksPerSecond", Math.Round(rate));
            json.WriteNumber("tasksPerLease", Math.Round(result.LeaseSize, 2));
        });
        string lease = result.LeaseSize > 0 ? Line($", {result.LeaseSize:N1} a lease") : "";
        Tell($"round {round}, {load.Name}: {rate:N0} tasks/s{lease}");
    }

    public void Add(ILatency latency, int round, IReadOnlyCollection<TimeSpan> times)
    {
        List<double> micros = [.. times.Select(time => time.TotalMicroseconds)];
        (double median, double ninetyNinth) = (Medians.Of(micros), Quantiles.Of(micros, NinetyNine));
        ListOf(_latencies, latency.Name).Add((median, ninetyNinth));
        Write("latency", latency.Name, times.Count, round, json =>
        {
            json.WriteNumber("medianMicros", Math.Round(median));
            json.WriteNumber("p99Micros", Math.Round(ninetyNinth));
        });
        Tell($"round {round}, {latency.Name}: median {median:N0} us, p99 {ninetyNinth:N0} us");
    }

    /// <summary>Prints the medians over the rounds; ratios are taken within each round, so slow drifts cancel out.</summary>
    public void Print()
    {
        var text = new StringBuilder();
        text.AppendLine().AppendLine(Line($"{"tasks without work",-36} {"tasks/s",12} {"/ redis",10}"));
        foreach ((string name, List<double> rates) in _rates)
        {
            string ratio = _rates.TryGetValue(Reference, out List<double>? reference)
                ? Medians.Of(rates.Zip(reference, (mine, other) => mine / other)).ToString("F2", CultureInfo.InvariantCulture)
                : "-";
            text.AppendLine(Line($"{name,-36} {Medians.Of(rates),12:N0} {ratio,10}"));
        }

        text.AppendLine().AppendLine(Line($"{"latency of one task (us)",-36} {"median",12} {"p99",10}"));
        foreach ((string name, List<(double Median, double NinetyNinth)> rounds) in _latencies)
        {
            text.AppendLine(Line(
                $"{name,-36} {Medians.Of(rounds.Select(round => round.Median)),12:N0} {Medians.Of(rounds.Select(round => round.NinetyNinth)),10:N0}"));
        }

        Console.Write(text.AppendLine(Line($"records: {options.Out}")));
    }

    private void Write(string workload, string name, long count, int round, Action<Utf8JsonWriter> figures) =>
        _records.Add(
            workload,
            round,
            json =>
            {
                json.WriteString("contender", name);
                json.WriteNumber("tasks", count);
                json.WriteNumber("connections", options.Connections);
            },
            figures);

    private static List<T> ListOf<T>(Dictionary<string, List<T>> lists, string name)
    {
        if (!lists.TryGetValue(name, out List<T>? list))
        {
            lists.Add(name, list = []);
        }

        return list;
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    private static void Tell(FormattableString line) => Console.Error.WriteLine(Line(line));
}

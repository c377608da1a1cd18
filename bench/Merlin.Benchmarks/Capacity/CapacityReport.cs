using System.Globalization;
using System.Text;
using System.Text.Json;
using Merlin.Benchmarks.Capacity.Crowds;
using Merlin.Benchmarks.Capacity.Studies;
using Merlin.Benchmarks.Capacity.Workers;

namespace Merlin.Benchmarks.Capacity;

/// <summary>Takes what is measured: one JSON record for each run at once, and the tables at the end.</summary>
internal sealed class CapacityReport(Records records)
{
    private const double NinetyNine = 0.99;
    private const double KibibytesPerMebibyte = 1024;

    private readonly StringBuilder _first = new();
    private readonly StringBuilder _studies = new();
    private readonly StringBuilder _crowds = new();

    /// <summary>Takes the times until the first lease of studies of one size.</summary>
    public void Add(long tasks, IReadOnlyList<double> millis)
    {
        (double median, double ninetyNinth) = (Medians.Of(millis), Quantiles.Of(millis, NinetyNine));
        records.Add("capacity-first", 0, json => json.WriteNumber("tasks", tasks), json =>
        {
            Write(json, "medianMillis", median);
            Write(json, "p99Millis", ninetyNinth);
        });
        Tell(_first, $"{tasks,12:N0} {median,14:N2} {ninetyNinth,10:N2}");
    }

    /// <summary>Takes the figures of studies of one size.</summary>
    public void Add(WorkerHabits habits, long tasks, int workers, StudyFigures figures)
    {
        records.Add("capacity-study", 0, json => Describe(json, habits.Name, tasks, workers), json =>
        {
            Write(json, "tasksPerSecond", figures.TasksPerSecond);
            Write(json, "brokerMicros", figures.BrokerMicros);
            json.WriteNumber("peakKiB", figures.PeakKibibytes);
            Write(json, "bytesPerTask", figures.BytesPerTask);
            json.WriteNumber("logBytes", figures.LogBytes);
            Write(json, "statusMillis", figures.StatusMillis);
            Write(json, "busyStatusMillis", figures.BusyStatusMillis);
        });
        string busy = figures.BusyStatusMillis is { } millis ? Line($"{millis:N0}") : "-";
        Tell(_studies, $"""
            {habits.Name,-20} {tasks,12:N0} {workers,7:N0} {figures.TasksPerSecond,11:N0} {figures.BrokerMicros,9:N3} {figures.PeakKibibytes / KibibytesPerMebibyte,9:N0} {figures.BytesPerTask,9:N2} {figures.LogBytes / KibibytesPerMebibyte / KibibytesPerMebibyte,8:N1} {figures.StatusMillis,9:N0} {busy,6}
            """);
    }

    /// <summary>Takes the figures of workers that end tasks at a pace.</summary>
    public void Add(int workers, int tasksPerSecond, CrowdFigures figures)
    {
        (double median, double ninetyNinth) = (Medians.Of(figures.WaitMillis), Quantiles.Of(figures.WaitMillis, NinetyNine));
        records.Add(
            "capacity-crowd",
            0,
            json =>
            {
                json.WriteNumber("workers", workers);
                json.WriteNumber("tasksPerSecond", tasksPerSecond);
            },
            json =>
            {
                json.WriteNumber("leases", figures.WaitMillis.Count);
                Write(json, "medianMillis", median);
                Write(json, "p99Millis", ninetyNinth);
                Write(json, "brokerLoad", figures.BrokerLoad);
                json.WriteNumber("peakKiB", figures.PeakKibibytes);
            });
        Tell(_crowds, $"""
            {workers,7:N0} {tasksPerSecond,11:N0} {figures.WaitMillis.Count,9:N0} {median,14:N2} {ninetyNinth,10:N2} {figures.BrokerLoad,11:P0} {figures.PeakKibibytes / KibibytesPerMebibyte,9:N0}
            """);
    }

    /// <summary>Prints the tables.</summary>
    public void Print()
    {
        Print(_first, "time to first task (ms)", $"{"tasks",12} {"median",14} {"p99",10}");
        Print(_studies, "studies", $"{"reports",-20} {"tasks",12} {"workers",7} {"tasks/s",11} {"us/task",9} {"peak MiB",9} {"B/task",9} {"log MiB",8} {"status ms",9} {"busy",6}");
        Print(_crowds, "wait for the next task at a given pace (ms)", $"{"workers",7} {"tasks/s",11} {"leases",9} {"median",14} {"p99",10} {"broker busy",11} {"peak MiB",9}");
        Console.WriteLine($"records: {records.File}");
    }

    private static void Describe(Utf8JsonWriter json, string habits, long tasks, int workers)
    {
        json.WriteString("reports", habits);
        json.WriteNumber("tasks", tasks);
        json.WriteNumber("workers", workers);
    }

    private static void Write(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, Math.Round(number, 4));
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Print(StringBuilder rows, string title, FormattableString head)
    {
        if (rows.Length > 0)
        {
            Console.WriteLine($"{title}\n{Line(head)}\n{rows}");
        }
    }

    private static void Tell(StringBuilder table, FormattableString row)
    {
        string line = Line(row);
        Console.Error.WriteLine(line);
        table.AppendLine(line);
    }

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}

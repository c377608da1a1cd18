using System.Globalization;
using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Forecasts;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports.Brokers;

/// <summary>What <c>merlin top</c> shows: studies, queues and workers, with rates where there was an earlier look.</summary>
internal sealed class TopReport : IAnswer
{
    private readonly BrokerOverview _now;
    private readonly BrokerOverview? _earlier;

    /// <summary>A report.</summary>
    /// <param name="now">The present.</param>
    /// <param name="earlier">The look before; null for the first.</param>
    public TopReport(BrokerOverview now, BrokerOverview? earlier)
    {
        _now = now;
        _earlier = earlier;
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        double rate = _now.Studies.Sum(study => _now.RateOf(study, _earlier));
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Broker {_now.Broker.Version} on {_now.Broker.Host} (process {_now.Broker.ProcessId}), {TimeText.Of(_now.Time)}; studies: {_now.Studies.Count}, workers: {_now.Workers.Count}, tasks/s: {rate:0.0}"));
        writer.WriteLine();
        StudyTable().Write(writer);
        writer.WriteLine();
        QueueTable().Write(writer);
        writer.WriteLine();
        WorkerTable().Write(writer);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("time", TimeText.Iso(_now.Time));
        BrokerInfoJson.Write(writer, _now.Broker);
        writer.WriteStartArray("studies");
        foreach (StudySummary study in _now.Studies)
        {
            StudySummaryJson.Write(writer, study);
        }

        writer.WriteEndArray();
        WriteQueues(writer);
        WriteWorkers(writer);
        writer.WriteEndObject();
    }

    private TextTable StudyTable()
    {
        var table = new TextTable("Study", "Name", "State", "Tasks", "Ended", "Unsuccessful", "Running", "Tasks/s");
        foreach (StudySummary study in _now.Studies)
        {
            table.Add(
                Number(study.Study.Value),
                study.Name,
                StudyListReport.StateOf(study),
                Number(study.Tasks),
                Number(study.Ended),
                Number(study.Unsuccessful),
                Number(study.Running),
                Rate(_now.RateOf(study, _earlier)));
        }

        return table;
    }

    private TextTable QueueTable()
    {
        var table = new TextTable("Queue", "Waiting", "Ready", "Held", "Running", "Workers");
        foreach (QueueSummary queue in _now.Queues)
        {
            table.Add(
                queue.Queue,
                Number(queue.Waiting),
                Number(queue.Ready),
                Number(queue.Leased),
                Number(queue.Running),
                Number(queue.Consumers));
        }

        return table;
    }

    private TextTable WorkerTable()
    {
        var table = new TextTable("Worker", "Host", "Job", "Owns", "Slots", "Running", "Held", "Ended", "Tasks/s", "Time Left", "State");
        foreach (ConsumerSummary worker in _now.Workers)
        {
            table.Add(
                worker.Name,
                worker.Host,
                worker.Job.Length > 0 ? worker.Job : "-",
                worker.Resources.Count > 0 ? string.Join("; ", worker.Resources.Select(Owned)) : "-",
                Number(worker.Slots),
                Number(worker.Running),
                Number(worker.Held),
                Number(worker.Ended),
                Rate(_now.RateOf(worker, _earlier)),
                worker.TimeLeft is { } left ? Durations.Short(left.TotalSeconds) : "-",
                StateOf(worker));
        }

        return table;
    }

    private void WriteQueues(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("queues");
        foreach (QueueSummary queue in _now.Queues)
        {
            writer.WriteStartObject();
            writer.WriteString("queue", queue.Queue);
            writer.WriteNumber("waiting", queue.Waiting);
            writer.WriteNumber("ready", queue.Ready);
            writer.WriteNumber("leased", queue.Leased);
            writer.WriteNumber("running", queue.Running);
            writer.WriteNumber("workers", queue.Consumers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteWorkers(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("workers");
        foreach (ConsumerSummary worker in _now.Workers)
        {
            writer.WriteStartObject();
            writer.WriteString("worker", worker.Name);
            writer.WriteString("host", worker.Host);
            writer.WriteString("owner", worker.Owner);
            StudyJson.WriteList(writer, "queues", worker.Queues);
            writer.WriteNumber("slots", worker.Slots);
            writer.WriteString("job", worker.Job.Length > 0 ? worker.Job : null);
            WriteResources(writer, worker.Resources);
            writer.WriteNumber("running", worker.Running);
            writer.WriteNumber("held", worker.Held);
            writer.WriteNumber("ended", worker.Ended);
            writer.WriteString("state", StateOf(worker));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteResources(Utf8JsonWriter writer, IReadOnlyList<InstanceResources> resources)
    {
        writer.WriteStartArray("resources");
        foreach (InstanceResources kind in resources)
        {
            writer.WriteStartObject();
            writer.WriteNumber("instances", kind.Instances);
            writer.WriteNumber("nodes", kind.Nodes);
            writer.WriteNumber("cores_per_node", kind.CoresPerNode);
            writer.WriteNumber("gpus_per_node", kind.GpusPerNode);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string Owned(InstanceResources kind)
    {
        string times = kind.Instances > 1 ? $"{Number(kind.Instances)} × " : "";
        return times + ShapeText.Of(kind.Nodes, kind.CoresPerNode, kind.GpusPerNode);
    }

    private static string StateOf(ConsumerSummary worker) => worker switch
    {
        { Attached: false } => "cut off",
        { Leaving: true } => "leaving",
        { Running: 0, Held: 0 } => "idle",
        _ => "running",
    };

    private static string Rate(double perSecond) => perSecond.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

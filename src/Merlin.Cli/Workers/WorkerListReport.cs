using System.Text.Json;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Workers;

/// <summary>Workers and their queues.</summary>
internal sealed class WorkerListReport(IReadOnlyList<ConsumerSummary> workers) : IAnswer
{
    private const string AllQueues = "(all)";

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        var table = new TextTable("Workers", "Queues");
        foreach (ConsumerSummary worker in workers)
        {
            string mark = worker.IsAgent ? " (agent)" : "";
            table.Add(WorkerFilter.TitleOf(worker) + mark, worker.Queues.Count == 0 ? AllQueues : string.Join(", ", worker.Queues));
        }

        table.Write(writer);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("workers");
        foreach (ConsumerSummary worker in workers)
        {
            writer.WriteStartObject();
            writer.WriteString("worker", worker.Name);
            writer.WriteString("host", worker.Host);
            writer.WriteBoolean("agent", worker.IsAgent);
            writer.WriteString("job", worker.Job.Length > 0 ? worker.Job : null);
            StudyJson.WriteList(writer, "queues", worker.Queues);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

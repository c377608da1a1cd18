using System.Globalization;
using System.Text.Json;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Reports;

namespace Merlin.Cli.Queues;

/// <summary>A dump of queues: one line, two columns a queue.</summary>
internal sealed class QueueDump(IReadOnlyList<QueueSummary> queues, DateTimeOffset time) : IDump
{
    /// <inheritdoc/>
    public DateTimeOffset Time => time;

    /// <inheritdoc/>
    public string Columns =>
        CsvText.Line(queues.SelectMany(static queue => (string[])[$"{queue.Queue}:tasks", $"{queue.Queue}:consumers"]).Prepend("time"));

    /// <inheritdoc/>
    public void WriteRows(TextWriter writer) => writer.WriteLine(CsvText.Line(queues
        .SelectMany(static queue => (long[])[QueueReport.TasksOf(queue), queue.Consumers])
        .Select(static number => number.ToString(CultureInfo.InvariantCulture))
        .Prepend(TimeText.Of(time))));

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        foreach (QueueSummary queue in queues)
        {
            writer.WriteStartObject(queue.Queue);
            writer.WriteNumber("tasks", QueueReport.TasksOf(queue));
            writer.WriteNumber("consumers", queue.Consumers);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}

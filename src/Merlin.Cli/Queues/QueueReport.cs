using System.Globalization;
using System.Text.Json;
using Merlin.Broker.Messages.Answers;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Queues;

/// <summary>What <c>merlin queue-info</c> shows.</summary>
internal sealed class QueueReport(IReadOnlyList<QueueSummary> queues, DateTimeOffset time) : IAnswer
{
    /// <summary>The tasks of a queue that are in nobody's hands; <c>merlin purge</c> would remove them.</summary>
    public static long TasksOf(QueueSummary queue) => queue.Waiting + queue.Ready;

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        var table = new TextTable("Queue Name", "Task Count", "Worker Count");
        foreach (QueueSummary queue in queues)
        {
            table.Add(
                queue.Queue,
                TasksOf(queue).ToString(CultureInfo.InvariantCulture),
                queue.Consumers.ToString(CultureInfo.InvariantCulture));
        }

        table.Write(writer);
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("time", TimeText.Iso(time));
        writer.WriteStartArray("queues");
        foreach (QueueSummary queue in queues)
        {
            writer.WriteStartObject();
            writer.WriteString("queue", queue.Queue);
            writer.WriteNumber("tasks", TasksOf(queue));
            writer.WriteNumber("leased", queue.Leased);
            writer.WriteNumber("workers", queue.Consumers);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

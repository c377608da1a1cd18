using System.Text.Json;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Workers.Launching;

/// <summary>The lines by which workers would be started.</summary>
internal sealed class WorkerLineList(IReadOnlyList<WorkerLine> lines) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        foreach (WorkerLine line in lines)
        {
            writer.WriteLine(line.Command);
        }

        writer.WriteLine();
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("workers");
        foreach (WorkerLine line in lines)
        {
            writer.WriteStartObject();
            WriteMembers(writer, line);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>Writes what is known of a line as members of an object.</summary>
    public static void WriteMembers(Utf8JsonWriter writer, WorkerLine line)
    {
        writer.WriteString("worker", line.Name);
        StudyJson.WriteList(writer, "queues", line.Queues);
        writer.WriteString("command", line.Command);
    }
}

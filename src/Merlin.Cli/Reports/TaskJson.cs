using System.Text.Json;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>The JSON of one task in <c>detailed-status --json</c>.</summary>
internal static class TaskJson
{
    private const int FlushAt = 64 * 1024;

    /// <summary>
    /// Writes a task: <c>step</c>, <c>node</c>, <c>workspace</c>, <c>status</c>, <c>return_code</c>,
    /// <c>elapsed_seconds</c> and <c>run_seconds</c> (null when it never ran), <c>restarts</c>, <c>queue</c>,
    /// <c>workers</c>, <c>hosts</c>, <c>job</c> (the Flux job that it was) and <c>instance</c> (the Flux job that its
    /// worker's instance is), each null where there is none, <c>parameters</c>.
    /// </summary>
    public static void Write(Utf8JsonWriter writer, SelectedTask selected)
    {
        (NodeView node, TaskView task) = selected;
        writer.WriteStartObject();
        writer.WriteString("step", node.Step);
        writer.WriteString("node", node.Name);
        writer.WriteString("workspace", task.Workspace);
        writer.WriteString("status", task.State.Text());
        writer.WriteString("return_code", task.ReturnCode);
        WriteSeconds(writer, "elapsed_seconds", task.Elapsed);
        WriteSeconds(writer, "run_seconds", task.RunTime);
        writer.WriteNumber("restarts", task.Restarts);
        writer.WriteString("queue", node.Queue);
        StudyJson.WriteList(writer, "workers", task.Workers);
        writer.WriteString("hosts", task.Hosts);
        writer.WriteString("job", task.Job);
        writer.WriteString("instance", task.Instance);
        StudyJson.WriteParameters(writer, node);
        writer.WriteEndObject();
        if (writer.BytesPending > FlushAt)
        {
            writer.Flush();
        }
    }

    private static void WriteSeconds(Utf8JsonWriter writer, string name, TimeSpan? time)
    {
        if (time is { } span)
        {
            writer.WriteNumber(name, Math.Round(span.TotalSeconds, 6));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}

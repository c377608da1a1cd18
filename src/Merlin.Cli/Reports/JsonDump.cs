using System.Text.Json;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>Writes tasks as the map that all their status files together would be.</summary>
internal sealed class JsonDump
{
    private const int FlushAt = 64 * 1024;
    private readonly TaskSelection _selection;

    /// <summary>A dump.</summary>
    /// <param name="selection">The tasks.</param>
    public JsonDump(TaskSelection selection) => _selection = selection;

    /// <summary>Writes the map as one object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        NodeView? open = null;
        writer.WriteStartObject();
        foreach ((NodeView node, TaskView task) in _selection.Tasks())
        {
            if (node != open)
            {
                Close(writer, open);
                Open(writer, node);
                open = node;
            }

            WriteTask(writer, task);
            if (writer.BytesPending > FlushAt)
            {
                writer.Flush();
            }
        }

        Close(writer, open);
        writer.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter writer, NodeView node)
    {
        writer.WriteStartObject(node.Name);
        StudyJson.WriteParameters(writer, node);
    }

    private void Close(Utf8JsonWriter writer, NodeView? node)
    {
        if (node is null)
        {
            return;
        }

        if (_selection.Facts.Distributed)
        {
            writer.WriteString("task_queue", node.Queue);
            StudyJson.WriteList(writer, "workers", node.Workers);
        }

        writer.WriteEndObject();
    }

    private void WriteTask(Utf8JsonWriter writer, TaskView task)
    {
        writer.WriteStartObject(task.Workspace);
        writer.WriteString("status", task.State.Text());
        writer.WriteString("return_code", task.ReturnCode);
        writer.WriteString("elapsed_time", Durations.Full(task.Elapsed));
        writer.WriteString("run_time", Durations.Full(task.RunTime));
        writer.WriteNumber("restarts", task.Restarts);
        if (_selection.Facts.Distributed)
        {
            StudyJson.WriteList(writer, "workers", task.Workers);
        }

        writer.WriteEndObject();
    }
}

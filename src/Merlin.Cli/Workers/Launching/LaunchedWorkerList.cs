using System.Text.Json;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Workers.Launching;

/// <summary>The workers that were started.</summary>
internal sealed class LaunchedWorkerList(IReadOnlyList<LaunchedWorker> workers) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        foreach (LaunchedWorker worker in workers)
        {
            writer.WriteLine(
                $"Started worker {worker.Line.Name} for {string.Join(", ", worker.Line.Queues)}; its log: {worker.Log}");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("workers");
        foreach (LaunchedWorker worker in workers)
        {
            writer.WriteStartObject();
            WorkerLineList.WriteMembers(writer, worker.Line);
            writer.WriteNumber("process", worker.Process);
            writer.WriteString("log", worker.Log);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

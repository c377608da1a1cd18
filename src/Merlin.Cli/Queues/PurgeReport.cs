using System.Globalization;
using System.Text.Json;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Queues;

/// <summary>How many tasks were removed from queues, in the words that scripts look for.</summary>
internal sealed class PurgeReport(long tasks, IReadOnlyList<string> queues) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer) => writer.WriteLine(tasks == 0
        ? $"No messages purged from {Count(queues.Count, "queue")}."
        : $"Purged {Count(tasks, "message")} from {Count(queues.Count, "known task queue")}.");

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("purged", tasks);
        StudyJson.WriteList(writer, "queues", queues);
        writer.WriteEndObject();
    }

    private static string Count(long number, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
}

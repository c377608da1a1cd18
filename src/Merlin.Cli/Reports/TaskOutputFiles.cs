using System.Text.Json;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports;

/// <summary>Where a task's output is; a program reads it there.</summary>
/// <param name="files">The files that may hold it, in order.</param>
internal sealed class TaskOutputFiles(IReadOnlyList<string> files) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        foreach (string file in files)
        {
            writer.WriteLine(file);
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("files");
        foreach (string file in files)
        {
            writer.WriteStartObject();
            writer.WriteString("path", file);
            writer.WriteBoolean("exists", File.Exists(file));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

using System.Globalization;
using System.Text.Json;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Reports;

/// <summary>What <c>merlin extract</c> has restored, node by node.</summary>
/// <param name="steps">The nodes.</param>
internal sealed class ExtractReport(IReadOnlyList<RestoredStep> steps) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        foreach (RestoredStep step in steps)
        {
            writer.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{step.Node}: {step.Tasks.Tasks} tasks restored below '{step.Directory}'."));
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("steps");
        foreach (RestoredStep step in steps)
        {
            writer.WriteStartObject();
            writer.WriteString("name", step.Node);
            writer.WriteString("directory", step.Directory);
            writer.WriteNumber("tasks", step.Tasks.Tasks);
            writer.WriteNumber("files_not_kept", step.Tasks.LeftOut);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

using System.Text.Json;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Examples;

/// <summary>What <c>merlin example NAME</c> answers.</summary>
/// <param name="name">What the user calls the example.</param>
/// <param name="path">Absolute path of the copy.</param>
internal sealed class CopiedExample(string name, string path) : IAnswer
{
    /// <inheritdoc/>
    public void WriteText(TextWriter writer) => writer.WriteLine($"Copied example '{name}' to {path}");

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("example", name);
        writer.WriteString("path", path);
        writer.WriteEndObject();
    }
}

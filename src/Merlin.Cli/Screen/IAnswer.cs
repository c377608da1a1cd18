using System.Text.Json;

namespace Merlin.Cli.Screen;

/// <summary>What a command answers, which can show itself to people and to programs.</summary>
internal interface IAnswer
{
    /// <summary>Writes the answer for people.</summary>
    void WriteText(TextWriter writer);

    /// <summary>Writes the answer as one JSON value.</summary>
    void WriteJson(Utf8JsonWriter writer);
}

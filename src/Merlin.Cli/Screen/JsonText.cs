using System.Text.Encodings.Web;
using System.Text.Json;

namespace Merlin.Cli.Screen;

/// <summary>How the program writes JSON.</summary>
internal static class JsonText
{
    /// <summary>Writer options; the text goes to files and pipes, never into a web page, so it is not escaped for one.</summary>
    /// <param name="indented">Whether over several lines, two blanks a level.</param>
    public static JsonWriterOptions Options(bool indented) => new()
    {
        Indented = indented,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}

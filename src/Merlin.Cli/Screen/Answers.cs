using System.Text.Json;

namespace Merlin.Cli.Screen;

/// <summary>Shows answers on a terminal, in the form that was asked for.</summary>
internal static class Answers
{
    /// <summary>Writes an answer to standard output.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="json">Whether a program asked.</param>
    public static void Show(this Terminal terminal, IAnswer answer, bool json)
    {
        if (json)
        {
            terminal.WriteJsonLine(answer.WriteJson, indented: true);
        }
        else
        {
            answer.WriteText(terminal.Out);
        }
    }

    /// <summary>Shows the banner to people; programs want none.</summary>
    public static void ShowBanner(this Terminal terminal, bool json)
    {
        if (!json)
        {
            terminal.Out.WriteLine(Banner.Text);
            terminal.Out.Flush();
        }
    }

    /// <summary>Writes one JSON value and a line end to standard output, and flushes.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="write">Writes the value.</param>
    /// <param name="indented">Whether for eyes too; otherwise the value is one line.</param>
    public static void WriteJsonLine(this Terminal terminal, Action<Utf8JsonWriter> write, bool indented)
    {
        using (var stream = new TextWriterStream(terminal.Out))
        using (var writer = new Utf8JsonWriter(stream, JsonText.Options(indented)))
        {
            write(writer);
        }

        terminal.Out.WriteLine();
        terminal.Out.Flush();
    }
}

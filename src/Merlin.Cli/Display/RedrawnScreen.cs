using Merlin.Cli.Screen;

namespace Merlin.Cli.Display;

/// <summary>
/// Draws one text over the other on a terminal's second screen, as far as it fits; disposing it brings back what was
/// there before.
/// </summary>
internal sealed class RedrawnScreen : IDisposable
{
    private const string Enter = "\u001b[?1049h\u001b[?25l";
    private const string Leave = "\u001b[?25h\u001b[?1049l";
    private const string Home = "\u001b[H";
    private const string ClearToEndOfLine = "\u001b[K";
    private const string ClearBelow = "\u001b[J";
    private readonly Terminal _terminal;

    /// <summary>Takes the terminal over.</summary>
    public RedrawnScreen(Terminal terminal)
    {
        _terminal = terminal;
        Write(Enter);
    }

    /// <summary>Draws an answer.</summary>
    public void Draw(IAnswer answer)
    {
        using var text = new StringWriter { NewLine = "\n" };
        answer.WriteText(text);
        int width = _terminal.Width;
        IEnumerable<string> lines = text.ToString().Split('\n').Take(SpectreOutput.TerminalHeight - 1)
            .Select(line => (line.Length > width ? line[..width] : line) + ClearToEndOfLine);
        Write(Home + string.Join("\r\n", lines) + ClearBelow);
    }

    /// <inheritdoc/>
    public void Dispose() => Write(Leave);

    private void Write(string text)
    {
        _terminal.Out.Write(text);
        _terminal.Out.Flush();
    }
}

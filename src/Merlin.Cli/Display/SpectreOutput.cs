using System.Text;
using Merlin.Cli.Screen;
using Spectre.Console;

namespace Merlin.Cli.Display;

/// <summary>Lets the drawing library write to our terminal.</summary>
internal sealed class SpectreOutput : IAnsiConsoleOutput
{
    private const int HeightWithoutTerminal = 24;
    private readonly Terminal _terminal;

    /// <summary>An output.</summary>
    public SpectreOutput(Terminal terminal) => _terminal = terminal;

    /// <summary>Height of the process's terminal in lines.</summary>
    public static int TerminalHeight =>
        !Console.IsOutputRedirected && Console.WindowHeight is > 0 and int lines ? lines : HeightWithoutTerminal;

    /// <inheritdoc/>
    public TextWriter Writer => _terminal.Out;

    /// <inheritdoc/>
    public bool IsTerminal => true;

    /// <inheritdoc/>
    public int Width => _terminal.Width;

    /// <inheritdoc/>
    public int Height => TerminalHeight;

    /// <inheritdoc/>
    public void SetEncoding(Encoding encoding)
    {
        // The terminal's writer is UTF-8 already.
    }
}

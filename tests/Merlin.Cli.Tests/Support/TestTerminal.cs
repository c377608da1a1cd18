using Merlin.Cli.Screen;

namespace Merlin.Cli.Tests.Support;

/// <summary>A terminal whose output a test can read and whose answers a test has written down.</summary>
internal sealed class TestTerminal
{
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public TestTerminal(string input = "", bool interactive = false, int width = 80)
    {
        Terminal = new Terminal(
            _out,
            _error,
            () => new StringReader(input),
            Clock,
            new TerminalTraits { OutIsTerminal = interactive, ErrorIsTerminal = interactive, Colours = interactive },
            () => width);
    }

    public HandClock Clock { get; } = new();

    public Terminal Terminal { get; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();
}

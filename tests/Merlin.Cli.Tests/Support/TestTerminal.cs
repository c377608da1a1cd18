using System.Text;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Tests.Support;

/// <summary>A terminal whose output a test can read and whose answers a test has written down.</summary>
internal sealed class TestTerminal
{
    private readonly StringBuilder _out = new();
    private readonly StringBuilder _error = new();

    public TestTerminal(string input = "", bool interactive = false, int width = 80)
    {
        Terminal = new Terminal(
            new StringWriter(_out) { NewLine = "\n" },
            new StringWriter(_error) { NewLine = "\n" },
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

using System.Text;

namespace Merlin.Cli.Screen;

/// <summary>What the program reads from and writes to, and what it may assume about it.</summary>
/// <remarks>Standard input is touched by a prompt only.</remarks>
internal sealed class Terminal
{
    private const int WidthWithoutTerminal = 80;
    private readonly Func<int> _width;
    private readonly Lazy<TextReader> _in;

    /// <summary>A terminal made of the given parts.</summary>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="input">Opens standard input when a prompt needs it.</param>
    /// <param name="clock">The time.</param>
    /// <param name="traits">What the streams are.</param>
    /// <param name="width">Asks for the width in columns; only called when output is a terminal.</param>
    public Terminal(
        TextWriter output,
        TextWriter error,
        Func<TextReader> input,
        TimeProvider clock,
        TerminalTraits traits,
        Func<int> width)
    {
        Out = output;
        Error = error;
        _in = new Lazy<TextReader>(input);
        Clock = clock;
        Traits = traits;
        _width = width;
        Log = new LogLines(error, traits.ErrorIsTerminal && traits.Colours, clock);
    }

    /// <summary>Standard output: answers.</summary>
    public TextWriter Out { get; private set; }

    /// <summary>Standard error: the log and usage errors.</summary>
    public TextWriter Error { get; }

    /// <summary>The log.</summary>
    public LogLines Log { get; }

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>What the streams are.</summary>
    public TerminalTraits Traits { get; }

    /// <summary>Whether answers may hold colours.</summary>
    public bool ColouredOutput => Traits.OutIsTerminal && Traits.Colours;

    /// <summary>Width of the output in columns; 80 when it is not a terminal.</summary>
    public int Width => Traits.OutIsTerminal && _width() is > 0 and int columns ? columns : WidthWithoutTerminal;

    /// <summary>The terminal of this process.</summary>
    public static Terminal OfProcess()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        TerminalTraits traits = TerminalTraits.OfProcess();
        return new Terminal(
            new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = traits.OutIsTerminal },
            new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true },
            () => new StreamReader(Console.OpenStandardInput(), utf8),
            TimeProvider.System,
            traits,
            () => Console.WindowWidth);
    }

    /// <summary>Gives standard output up, when a write to it does not return: from now on it swallows everything.</summary>
    public void AbandonOutput() => Out = TextWriter.Null;

    /// <summary>Asks a question and reads the line that answers it.</summary>
    /// <param name="question">The question, without a line end.</param>
    /// <returns>The answer without blanks around it, or null when there is nobody to answer.</returns>
    public string? Ask(string question)
    {
        Out.Write(question);
        Out.Flush();
        string? answer = _in.Value.ReadLine()?.Trim();
        if (answer is null)
        {
            Out.WriteLine();
        }

        return answer;
    }
}

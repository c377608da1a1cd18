namespace Merlin.Cli.Screen;

/// <summary>What the process's streams are.</summary>
internal sealed record TerminalTraits
{
    /// <summary>Whether a person may be reading standard output as it is written.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether a terminal may be sent colours; the variable <c>NO_COLOR</c> and a dumb terminal say no.</summary>
    public bool Colours { get; init; }

    /// <summary>The traits of this process's streams.</summary>
    public static TerminalTraits OfProcess() => new()
    {
        OutIsTerminal = !Console.IsOutputRedirected,
        ErrorIsTerminal = !Console.IsErrorRedirected,
        Colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
    };
}

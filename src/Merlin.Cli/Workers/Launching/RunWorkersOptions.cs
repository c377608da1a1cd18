namespace Merlin.Cli.Workers.Launching;

/// <summary>What <c>merlin run-workers</c> was asked for.</summary>
internal sealed record RunWorkersOptions
{
    /// <summary>Absolute path of the spec.</summary>
    public required string Specification { get; init; }

    /// <summary>Overrides of variables as typed.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The steps whose workers start; null for all.</summary>
    public IReadOnlyList<string>? Steps { get; init; }

    /// <summary>Worker options that replace those of the spec; null for the spec's own.</summary>
    public string? WorkerArguments { get; init; }

    /// <summary>Whether the workers get no <c>-l</c>.</summary>
    public bool DisableLogs { get; init; }

    /// <summary>Whether the lines are shown and nothing is started.</summary>
    public bool Echo { get; init; }

    /// <summary>Whether the tree of instances is shown and nothing is started.</summary>
    public bool Plan { get; init; }

    /// <summary>Whether a tree stays when nothing is left to do.</summary>
    public bool Persist { get; init; }

    /// <summary>Whether workers start in a Flux instance as they would outside of one.</summary>
    public bool NoTree { get; init; }

    /// <summary>What <c>--broker</c> says, or null.</summary>
    public string? Broker { get; init; }

    /// <summary>Whether a program asked.</summary>
    public bool Json { get; init; }
}

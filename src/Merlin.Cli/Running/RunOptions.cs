namespace Merlin.Cli.Running;

/// <summary>What was asked of <c>merlin run</c>. Paths are absolute, and something is there.</summary>
internal sealed record RunOptions : SpecOptions
{
    /// <summary>Whether this process runs the study itself.</summary>
    public bool Local { get; init; }

    /// <summary>How many tasks may run at once, or null for as many as the process has cores.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Whether the command stays until a study that others run has ended.</summary>
    public bool Wait { get; init; }

    /// <summary>Which broker the study goes to: a configuration file or an address; null for the configured one.</summary>
    public string? Broker { get; init; }

    /// <summary>Whether only directories and scripts are made.</summary>
    public bool Dry { get; init; }

    /// <summary>Whether a missing Flux is tolerated.</summary>
    public bool NoErrors { get; init; }

    /// <summary>Whether a program reads the output.</summary>
    public bool Json { get; init; }
}

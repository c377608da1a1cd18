namespace Merlin.Cli.Running;

/// <summary>What was asked of <c>merlin run</c>. Paths are absolute, and something is there.</summary>
internal sealed record RunOptions
{
    /// <summary>The spec file.</summary>
    public required string Specification { get; init; }

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

    /// <summary>Overrides of variables as typed, each meant to be <c>KEY=VALUE</c>; the spec checks them.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>A samples file that takes the place of the spec's, or null.</summary>
    public string? SamplesFile { get; init; }

    /// <summary>A Python file that generates the parameters, or null.</summary>
    public string? ParameterGenerator { get; init; }

    /// <summary>Arguments of the parameter generator, in the order given; only with a generator.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> GeneratorArguments { get; init; } = [];

    /// <summary>Whether unknown keys of the spec are errors.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether every task keeps a status file, however many there are.</summary>
    public bool StatusFiles { get; init; }

    /// <summary>Whether a program reads the output.</summary>
    public bool Json { get; init; }
}

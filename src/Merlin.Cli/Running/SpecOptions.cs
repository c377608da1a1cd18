namespace Merlin.Cli.Running;

/// <summary>Which spec, and what of it is overridden. Paths are absolute, and something is there.</summary>
internal abstract record SpecOptions
{
    /// <summary>The spec file.</summary>
    public required string Specification { get; init; }

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
}

using Merlin.Cli.Running;

namespace Merlin.Cli.Forecasts;

/// <summary>What was asked of <c>merlin plan</c>. Paths are absolute, and something is there.</summary>
internal sealed record PlanOptions : SpecOptions
{
    /// <summary>Whether the study is to be run in one process, not by a broker's workers.</summary>
    public bool Local { get; init; }

    /// <summary>How many samples to expect, whatever the samples file holds; null for those in the file.</summary>
    public long? Samples { get; init; }

    /// <summary>What the study is to run on, or null when nobody has said.</summary>
    public AllocationShape? Allocation { get; init; }

    /// <summary>How long tasks take, as typed, each meant to be <c>STEP=SECONDS</c>.</summary>
    public IReadOnlyList<string> Durations { get; init; } = [];

    /// <summary>The workspace of an earlier run whose times count, or null.</summary>
    public string? Like { get; init; }

    /// <summary>Whether a program reads the output.</summary>
    public bool Json { get; init; }
}

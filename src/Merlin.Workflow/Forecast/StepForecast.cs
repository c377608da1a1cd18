namespace Merlin.Workflow.Forecast;

/// <summary>What is to come of one step.</summary>
public sealed record StepForecast
{
    /// <summary>The step's name.</summary>
    public required string Name { get; init; }

    /// <summary>How many nodes (combinations of parameters) it has.</summary>
    public required long Nodes { get; init; }

    /// <summary>How many tasks all of them have.</summary>
    public required long Tasks { get; init; }

    /// <summary>Whether it has one task for each sample.</summary>
    public required bool Sampled { get; init; }

    /// <summary>The steps that it waits for, in the plan's order.</summary>
    public required IReadOnlyList<StepLink> After { get; init; }

    /// <summary>What its tasks hold, one entry for each kind; parameters may make them differ.</summary>
    public required IReadOnlyList<ShapeCount> Shapes { get; init; }

    /// <summary>The shortest <c>walltime</c> of its nodes in seconds, or null when none states one.</summary>
    public long? WalltimeSeconds { get; init; }

    /// <summary>The shortest <c>timeout</c> of its nodes in seconds, or null when none states one.</summary>
    public double? TimeoutSeconds { get; init; }

    /// <summary>What is left of it when all tasks have succeeded; what its scripts print and write is not in it.</summary>
    public required FileCount Left { get; init; }

    /// <summary>Whether its tasks have records in packs instead of directories.</summary>
    public bool IsPacked { get; init; }

    /// <summary>How many packed tasks are restored as directories before it can begin, since it names their paths.</summary>
    public long Unpacks { get; init; }

    /// <summary>Length of all its scripts that stay, in bytes; part of <see cref="Left"/>.</summary>
    public required long ScriptBytes { get; init; }

    /// <summary>Whether <see cref="ScriptBytes"/> was reckoned from some of the scripts.</summary>
    public required bool IsEstimate { get; init; }
}

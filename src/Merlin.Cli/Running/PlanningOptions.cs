namespace Merlin.Cli.Running;

/// <summary>How a study is to run, as far as its scripts depend on that.</summary>
internal sealed record PlanningOptions
{
    /// <summary>Whether scripts are only written.</summary>
    public required bool Dry { get; init; }

    /// <summary>Whether this process runs the tasks, in its own environment.</summary>
    public required bool Local { get; init; }

    /// <summary>Whether every task keeps a status file.</summary>
    public required bool StatusFiles { get; init; }

    /// <summary>Whether a missing Flux is tolerated.</summary>
    public required bool WithoutFlux { get; init; }
}

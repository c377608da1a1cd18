using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Expansion;

/// <summary>What planning needs to know beside the spec.</summary>
public sealed record PlanInputs
{
    /// <summary>The study's name, blanks replaced by underscores.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the study's workspace, without a slash at the end.</summary>
    public required string Workspace { get; init; }

    /// <summary>The workspace's time stamp.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The samples, or null when the study has none.</summary>
    public SampleSource? Samples { get; init; }

    /// <summary>Whether scripts are written but not run; a spec's <c>batch.dry_run</c> asks for the same.</summary>
    public bool DryRun { get; init; }

    /// <summary>
    /// Whether every task keeps a status file, also those of nodes with more than
    /// <see cref="StudyPlanner.MaxStatusFiles"/> tasks.
    /// </summary>
    public bool StatusFiles { get; init; }

    /// <summary>The version of the Flux at hand, or null when there is none or the study does not use it.</summary>
    public Version? FluxVersion { get; init; }

    /// <summary>Whether tasks find <c>merlin-launch</c> on their PATH, so that scripts may name it.</summary>
    public bool HasMerlinLaunch { get; init; }
}

using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Plan;

/// <summary>
/// A study ready to be submitted: its nodes with every producer-side variable filled in, what they wait for, and where
/// the samples are. It holds nothing per task, so it is as small for 10^8 samples as for ten.
/// </summary>
public sealed record StudyPlan
{
    /// <summary>The study's name, blanks replaced by underscores; the workspace's name begins with it.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute path of the study's workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>The workspace's time stamp, <c>YYYYMMDD-HHMMSS</c>, local time.</summary>
    public required string Timestamp { get; init; }

    /// <summary>The samples, or null when the study has none.</summary>
    public SampleSource? Samples { get; init; }

    /// <summary>
    /// How the files of sampled nodes' tasks are packed; null where each task has a directory of its own. Dry runs, whose
    /// scripts are made to be looked at, are not packed.
    /// </summary>
    public SamplePacking? Packing { get; init; }

    /// <summary>Whether tasks only write their scripts and run nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The nodes, each after those it depends on.</summary>
    public required IReadOnlyList<PlanNode> Nodes { get; init; }

    /// <summary>
    /// The file that lists all samples' paths, one a line, which must be written before the first task runs; null when
    /// no node names it.
    /// </summary>
    public string? PathsFile { get; init; }

    /// <summary>Entries of <c>env.variables</c> in raw form, for workers of other machines to export.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <summary>Whether a node's tasks have records in packs instead of directories.</summary>
    public bool IsPacked(PlanNode node) => Packing is not null && node.Sampled && !DryRun;
}

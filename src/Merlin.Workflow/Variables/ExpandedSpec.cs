using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Variables;

/// <summary>A spec with everything filled in that is known before planning.</summary>
public sealed record ExpandedSpec
{
    /// <summary>The spec; parameters, step workspaces and per-task tokens are still tokens.</summary>
    public required StudySpec Spec { get; init; }

    /// <summary>The study's name, blanks replaced by underscores.</summary>
    public required string StudyName { get; init; }

    /// <summary>Absolute path of the directory that workspaces are made in.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Absolute path of the study's workspace.</summary>
    public required string Workspace { get; init; }

    /// <summary>Absolute path of <c>merlin_info</c> in the workspace.</summary>
    public string InfoDirectory => System.IO.Path.Combine(Workspace, InfoDirectoryName);

    /// <summary>The workspace's time stamp, <c>YYYYMMDD-HHMMSS</c>.</summary>
    public required string Timestamp { get; init; }

    /// <summary>Content of <c>*.partial.yaml</c>; empty when an existing study was opened.</summary>
    public string PartialYaml { get; init; } = "";

    /// <summary>Content of <c>*.expanded.yaml</c>; empty when an existing study was opened.</summary>
    public string ExpandedYaml { get; init; } = "";

    /// <summary>What is strange about the spec, found while loading and expanding it.</summary>
    public IReadOnlyList<SpecProblem> Warnings { get; init; } = [];

    /// <summary>Name of the directory in a workspace that holds the copies of the spec.</summary>
    public const string InfoDirectoryName = "merlin_info";
}

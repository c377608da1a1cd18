using Merlin.Workflow.Samples;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>The <c>merlin.samples</c> block.</summary>
/// <param name="File">The samples file, as written; relative to the current directory.</param>
/// <param name="ColumnLabels">The labels of the columns, in order.</param>
/// <param name="LevelMaxDirs">How many entries a directory of the sample hierarchy may have, at least 2.</param>
/// <param name="GenerateCommand">The shell command that makes the file when it is missing; empty for none.</param>
/// <param name="Mark">Where the block is.</param>
public sealed record SamplesSpec(
    string File,
    IReadOnlyList<string> ColumnLabels,
    int LevelMaxDirs,
    string GenerateCommand,
    YamlMark Mark = default)
{
    /// <summary>How the files of samples' tasks are packed; null, the default, where each task has a directory.</summary>
    public SamplePacking? Packing { get; init; }

    /// <summary><c>level_max_dirs</c> of a spec that does not say.</summary>
    public const int DefaultLevelMaxDirs = 25;

    /// <summary>The <c>generate.cmd</c> that stands in the copies of a spec that has none.</summary>
    public const string NoCommand = "echo 'merlin.samples.generate.cmd does not say how to make the samples'";

    /// <summary>Whether the spec says how to make the file.</summary>
    public bool CanBeGenerated => !string.IsNullOrWhiteSpace(GenerateCommand) && GenerateCommand != NoCommand;
}

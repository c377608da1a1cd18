using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>What a spec says, with types: the result of reading an expanded spec.</summary>
/// <remarks>Parameters, step workspaces and per-task tokens are still tokens; planning fills them in.</remarks>
public sealed record StudySpec
{
    /// <summary>The file that the spec was read from, for problems found later.</summary>
    public required string File { get; init; }

    /// <summary>The study's name as written, blanks included.</summary>
    public required string Name { get; init; }

    /// <summary>What the study is for.</summary>
    public required string Description { get; init; }

    /// <summary>The <c>batch</c> block.</summary>
    public required BatchSpec Batch { get; init; }

    /// <summary>The <c>env</c> block.</summary>
    public required EnvSpec Env { get; init; }

    /// <summary>The steps, in the order of the file; their names are unique.</summary>
    public required IReadOnlyList<StepSpec> Steps { get; init; }

    /// <summary>The entries of <c>global.parameters</c>, in the order of the file, all with equally many values.</summary>
    public IReadOnlyList<ParameterSpec> Parameters { get; init; } = [];

    /// <summary>The samples, or null when the study has none.</summary>
    public SamplesSpec? Samples { get; init; }

    /// <summary><c>merlin.resources</c>: the workers.</summary>
    public required ResourcesSpec Resources { get; init; }

    /// <summary>The tree that all this was read from, defaults included.</summary>
    public required YamlMapping Tree { get; init; }
}

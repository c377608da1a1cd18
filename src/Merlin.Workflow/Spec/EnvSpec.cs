using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Spec;

/// <summary>The <c>env</c> block after expansion.</summary>
public sealed record EnvSpec
{
    /// <summary>Entries of <c>env.variables</c>: names as written, values expanded.</summary>
    public IReadOnlyList<KeyValuePair<string, YamlNode>> Variables { get; init; } = [];

    /// <summary>Entries of <c>env.labels</c>; their parameter tokens are still tokens.</summary>
    public IReadOnlyList<KeyValuePair<string, YamlNode>> Labels { get; init; } = [];

    /// <summary>Entries of <c>env.dependencies.paths</c>: each token's name and the absolute path that replaces it.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Paths { get; init; } = [];

    /// <summary>Repositories to clone before the study runs.</summary>
    public IReadOnlyList<GitDependencySpec> Repositories { get; init; } = [];
}

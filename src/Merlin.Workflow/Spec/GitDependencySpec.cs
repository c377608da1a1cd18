namespace Merlin.Workflow.Spec;

/// <summary>An entry of <c>env.dependencies.git</c>: a repository to clone before the study runs.</summary>
public sealed record GitDependencySpec
{
    /// <summary>The token's name, and the name of the clone's directory.</summary>
    public required string Name { get; init; }

    /// <summary>What to clone: an address or a path, in any form that git takes.</summary>
    public required string Source { get; init; }

    /// <summary>Absolute path of the clone, which must not exist before: the given path and the name.</summary>
    public required string Directory { get; init; }

    /// <summary>The tag or commit to check out, or null for none.</summary>
    public string? Revision { get; init; }

    /// <summary>The branch to check out, or null for the repository's default.</summary>
    public string? Branch { get; init; }
}

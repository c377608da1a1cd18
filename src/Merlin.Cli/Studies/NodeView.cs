namespace Merlin.Cli.Studies;

/// <summary>A node of a study, as far as showing its tasks needs.</summary>
internal sealed record NodeView
{
    /// <summary>The node's place in its study.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The node's name.</summary>
    public required string Name { get; init; }

    /// <summary>The step that it comes from.</summary>
    public required string Step { get; init; }

    /// <summary>Its queue without tag, or null when nobody knows.</summary>
    public string? Queue { get; init; }

    /// <summary>Parameters of its <c>cmd</c> and their values as JSON texts; null for none.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? CommandParameters { get; init; }

    /// <summary>The same for <c>restart</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? RestartParameters { get; init; }

    /// <summary>Names of the workers that ran its tasks.</summary>
    public IReadOnlyList<string> Workers { get; init; } = [];
}

namespace Merlin.Worker.Tree;

/// <summary>What runs in a nested instance of a tree.</summary>
public sealed record InstanceProgram
{
    /// <summary>The initial program and its arguments.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>All variables that it finds, beside those of Flux.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>The directory in which it starts, absolute.</summary>
    public required string Directory { get; init; }

    /// <summary>The exit status by which it says that another one in its place would do no better; null for none.</summary>
    public int? HopelessStatus { get; init; }

    /// <summary>The file to which it adds what it prints, absolute.</summary>
    public required string Log { get; init; }
}

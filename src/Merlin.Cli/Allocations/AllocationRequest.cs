namespace Merlin.Cli.Allocations;

/// <summary>An allocation as it goes to the batch system.</summary>
internal sealed record AllocationRequest
{
    /// <summary>How many whole nodes.</summary>
    public required int Nodes { get; init; }

    /// <summary>For how long; null leaves it to the batch system.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The batch system's queue; null for its default.</summary>
    public string? Queue { get; init; }

    /// <summary>The bank that is charged; null for the user's default.</summary>
    public string? Bank { get; init; }

    /// <summary>The name that lists of jobs show.</summary>
    public required string Name { get; init; }

    /// <summary>The program that runs in the allocation, and its arguments. The allocation ends with it.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables that the program finds.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Absolute path of the directory where it runs.</summary>
    public required string Directory { get; init; }

    /// <summary>Absolute path of the directory of its log, which exists.</summary>
    public required string LogDirectory { get; init; }
}

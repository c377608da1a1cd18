namespace Merlin.Cli.Allocations;

/// <summary>What kind of allocation the user asks the batch system for.</summary>
internal sealed record AllocationWish
{
    /// <summary>How many whole nodes.</summary>
    public required int Nodes { get; init; }

    /// <summary>For how long; null for what the spec's batch block says, or else the batch system.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>The batch system's queue; null as above.</summary>
    public string? Queue { get; init; }

    /// <summary>The bank that is charged; null as above.</summary>
    public string? Bank { get; init; }
}

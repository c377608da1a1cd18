namespace Merlin.Cli.Allocations.Scaling;

/// <summary>The allocations that have ended since the last look and did not do what they were asked for.</summary>
/// <param name="ShortLived">Those that were over as soon as they began.</param>
/// <param name="Withdrawn">Those that were cancelled before they began.</param>
internal sealed record AllocationEnds(IReadOnlyList<AllocationId> ShortLived, IReadOnlyList<AllocationId> Withdrawn)
{
    /// <summary>No such ends.</summary>
    public static AllocationEnds None { get; } = new([], []);
}

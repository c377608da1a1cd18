namespace Merlin.Flux;

/// <summary>The state of an instance's nodes at one time.</summary>
/// <remarks>A node is of use when it is up: online, and neither drained, excluded nor torpid.</remarks>
public sealed record ResourceStatus
{
    /// <summary>All that the instance has, whatever its state.</summary>
    public required ResourceSet All { get; init; }

    /// <summary>The ranks of the nodes whose broker is there.</summary>
    public required IdSet Online { get; init; }

    /// <summary>The ranks of the nodes whose broker is not there.</summary>
    public required IdSet Offline { get; init; }

    /// <summary>The nodes on which nothing new is to start, with the reasons that were given.</summary>
    public required IReadOnlyList<DrainedNodes> Drained { get; init; }

    /// <summary>The ranks of the nodes that the configuration keeps jobs away from.</summary>
    public required IdSet Excluded { get; init; }

    /// <summary>The ranks of the nodes whose broker has not been heard of for a while.</summary>
    public required IdSet Torpid { get; init; }

    /// <summary>The ranks of the nodes that new work may use.</summary>
    public IdSet Up => Drained
        .Aggregate(All.Ranks.Intersect(Online), (left, drained) => left.Except(drained.Ranks))
        .Except(Excluded)
        .Except(Torpid);
}

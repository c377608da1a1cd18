namespace Merlin.Broker.Messages;

/// <summary>
/// Puts tasks into a consumer's hands. With several arrays it covers a chain: the holder starts task i of an array
/// itself when task i of the array before has ended, unless that one raised.
/// </summary>
/// <param name="Lease">The lease's id, under which reports come back.</param>
/// <param name="Chain">The arrays, in the order of the chain; one for a lease on a single array.</param>
/// <param name="Ranges">The indices, ascending, the same for every array of the chain.</param>
/// <param name="Attempts">Sparse: tasks of the first array of <paramref name="Chain"/> that are not at their first attempt.</param>
public sealed record LeaseGrant(
    LeaseId Lease,
    IReadOnlyList<ArrayId> Chain,
    IReadOnlyList<IndexRange> Ranges,
    IReadOnlyList<AttemptState> Attempts) : BrokerMessage
{
    /// <summary>The queue of each array of <see cref="Chain"/>: an agent leases on only to those who serve it.</summary>
    public IReadOnlyList<string> Queues { get; init; } = [];

    /// <summary>
    /// What one running task of each array of <see cref="Chain"/> holds, for an agent, which leases on by it; empty when
    /// every one is <see cref="ResourceShape.OneCore"/>.
    /// </summary>
    public IReadOnlyList<ResourceShape> Shapes { get; init; } = [];

    /// <summary>
    /// How long one task of each array of <see cref="Chain"/> may take at most by the spec's word, or null; empty when
    /// nothing is said of any.
    /// </summary>
    public IReadOnlyList<TimeSpan?> Walltimes { get; init; } = [];

    /// <summary>The revision of the study's plan that knows of these tasks; an older one is to be asked for anew.</summary>
    public int PlanRevision { get; init; }

    /// <summary>
    /// Whether the one task of this lease is to run with nothing beside it: workers were lost while it ran. Such a lease
    /// comes to a worker that holds nothing else, and nothing else comes until it has ended.
    /// </summary>
    public bool Alone { get; init; }
}

namespace Merlin.Broker.Scheduling;

/// <summary>
/// A scheduler's durable state as a store gives it back. Studies that were closed are not part of it.
/// </summary>
/// <param name="NextStudy">The number of the next study; 1 for an empty store.</param>
/// <param name="NextLease">The number of the next lease; higher than that of every lease ever opened; 1 for an empty store.</param>
/// <param name="Studies">The studies that are not closed, in the order of their ids.</param>
/// <param name="Leases">The leases that are not closed.</param>
public sealed record SchedulerSnapshot(
    long NextStudy,
    long NextLease,
    IReadOnlyList<StudySnapshot> Studies,
    IReadOnlyList<LeaseSnapshot> Leases)
{
    /// <summary>The state of a broker that has never been used.</summary>
    public static SchedulerSnapshot Empty { get; } = new(1, 1, [], []);

    /// <summary>The consumers that hold the leases.</summary>
    public IReadOnlyList<ConsumerSnapshot> Consumers { get; init; } = [];
}

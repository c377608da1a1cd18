namespace Merlin.Broker.Changes;

/// <summary>Tasks were put into a consumer's hands.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Consumer">The holder.</param>
/// <param name="Chain">The arrays.</param>
/// <param name="Ranges">The indices, the same for every array of the chain.</param>
public sealed record LeaseOpened(
    LeaseId Lease,
    ConsumerId Consumer,
    IReadOnlyList<ArrayId> Chain,
    IReadOnlyList<IndexRange> Ranges) : BrokerChange;

namespace Merlin.Broker.Changes;

/// <summary>
/// Tasks left a lease without having ended: given back, or to be tried again. Tasks that ended leave their lease by
/// that alone.
/// </summary>
/// <param name="Lease">The lease.</param>
/// <param name="Array">The first array of the chain in which the indices left; they left all later ones too.</param>
/// <param name="Ranges">The indices.</param>
public sealed record LeaseReduced(LeaseId Lease, ArrayId Array, IReadOnlyList<IndexRange> Ranges) : BrokerChange;

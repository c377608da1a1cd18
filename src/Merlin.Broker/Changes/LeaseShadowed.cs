namespace Merlin.Broker.Changes;

/// <summary>
/// Tasks of a lease ended through another copy while its holder may still start them; until the holder has answered,
/// nobody is told that they have ended.
/// </summary>
/// <param name="Lease">The lease.</param>
/// <param name="Array">The array.</param>
/// <param name="Ranges">The indices.</param>
public sealed record LeaseShadowed(LeaseId Lease, ArrayId Array, IReadOnlyList<IndexRange> Ranges) : BrokerChange;

namespace Merlin.Broker.Messages;

/// <summary>What a re-attaching consumer still holds of one array of one lease, started or not.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Array">The array.</param>
/// <param name="Ranges">The indices it holds and has not yet had acknowledged.</param>
public sealed record HeldLease(LeaseId Lease, ArrayId Array, IReadOnlyList<IndexRange> Ranges);

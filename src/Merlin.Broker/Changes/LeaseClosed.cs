namespace Merlin.Broker.Changes;

/// <summary>A lease holds nothing any more, or its holder's session has ended.</summary>
/// <param name="Lease">The lease.</param>
public sealed record LeaseClosed(LeaseId Lease) : BrokerChange;

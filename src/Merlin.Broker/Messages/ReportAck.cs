namespace Merlin.Broker.Messages;

/// <summary>Says that a report is durable: none of its tasks that ended will ever be started again.</summary>
/// <param name="Lease">The report's lease.</param>
/// <param name="Sequence">The report's number.</param>
public sealed record ReportAck(LeaseId Lease, long Sequence) : BrokerMessage;

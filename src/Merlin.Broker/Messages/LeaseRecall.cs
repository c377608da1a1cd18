namespace Merlin.Broker.Messages;

/// <summary>
/// Asks a consumer to give back what it has not started of some indices, in every array of the lease. The tasks stay
/// leased until it answers with <see cref="LeaseRelease"/>.
/// </summary>
/// <param name="Recall">The recall's number; the answer repeats it.</param>
/// <param name="Lease">The lease.</param>
/// <param name="Ranges">The indices asked for.</param>
/// <param name="Kill">Whether tasks among them that run are to be killed (the study was cancelled).</param>
public sealed record LeaseRecall(
    long Recall, LeaseId Lease, IReadOnlyList<IndexRange> Ranges, bool Kill) : BrokerMessage;

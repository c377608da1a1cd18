namespace Merlin.Broker.Messages;

/// <summary>
/// Gives back tasks that the consumer has not started and will not start. Of a chain's lease, an index given back in
/// one array is given back in all later arrays of the chain too. Also the answer to every <see cref="LeaseRecall"/>,
/// with no ranges when nothing could be given back. Where a recall brings back indices from different arrays of a chain,
/// several releases are sent, and the one that carries the recall's number comes last.
/// </summary>
/// <param name="Lease">The lease.</param>
/// <param name="Array">The first array of the chain in which the indices are given back.</param>
/// <param name="Ranges">The indices.</param>
/// <param name="Recall">The recall's number that this answers, or null when the consumer acts on its own.</param>
public sealed record LeaseRelease(
    LeaseId Lease,
    ArrayId Array,
    IReadOnlyList<IndexRange> Ranges,
    long? Recall) : ClientMessage;

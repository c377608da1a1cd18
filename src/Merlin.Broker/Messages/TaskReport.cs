namespace Merlin.Broker.Messages;

/// <summary>
/// Reports what became of some tasks of one array of one lease. The broker answers <see cref="ReportAck"/> once it is
/// durable. A report may come twice, late or out of order: what it says of a task that has ended changes nothing.
/// </summary>
/// <param name="Lease">The lease under which the tasks ran.</param>
/// <param name="Array">The array of that lease (a chain's lease covers several).</param>
/// <param name="Sequence">The consumer's own number for the report; the acknowledgement repeats it.</param>
/// <param name="Tasks">Attempts that ended, at most one per task.</param>
/// <param name="AlreadyFinished">Tasks whose finished file was there already, so that nothing was run.</param>
public sealed record TaskReport(
    LeaseId Lease,
    ArrayId Array,
    long Sequence,
    IReadOnlyList<TaskRecord> Tasks,
    IReadOnlyList<IndexRange> AlreadyFinished) : ClientMessage
{
    /// <summary>Sparse: where those of <see cref="Tasks"/> ran that were not simply on their worker's host.</summary>
    public IReadOnlyList<TaskPlace> Places { get; init; } = [];

    /// <summary>The worker that ran them when an agent reports; null when it is the one that reports.</summary>
    public TaskRunner? Runner { get; init; }
}

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

    /// <summary>
    /// The workers that ran <see cref="Tasks"/> when an agent reports, each with how many of the next of them it ran; the one
    /// that reports ran those that are left, and all of them when this is empty.
    /// </summary>
    public IReadOnlyList<RunnerShare> Runners { get; init; } = [];
}

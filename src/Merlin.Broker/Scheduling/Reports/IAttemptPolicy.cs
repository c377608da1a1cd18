namespace Merlin.Broker.Scheduling;

/// <summary>Decides what becomes of an attempt that asks for another one.</summary>
internal interface IAttemptPolicy
{
    /// <summary>
    /// The record with which the task ends here after all, or null after the task was sent on its way to another attempt.
    /// </summary>
    /// <param name="lease">The lease that holds the task; the task has left it when null is returned.</param>
    /// <param name="place">The task's array in the lease's chain.</param>
    /// <param name="record">What was reported.</param>
    /// <param name="now">The present.</param>
    TaskRecord? EndOrTryAgain(Lease lease, int place, TaskRecord record, Instant now);
}

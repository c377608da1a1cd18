namespace Merlin.Broker.Scheduling;

/// <summary>What a reported attempt leads to beyond the end of its task.</summary>
internal interface ITaskPolicy
{
    /// <summary>
    /// The record with which the task ends here after all, or null after the task was sent on its way to another attempt.
    /// </summary>
    /// <param name="lease">The lease that holds the task; the task has left it when null is returned.</param>
    /// <param name="place">The task's array in the lease's chain.</param>
    /// <param name="task">What was reported.</param>
    /// <param name="now">The present.</param>
    TaskRecord? EndOrTryAgain(Lease lease, int place, ReportedTask task, Instant now);

    /// <summary>Whether a success counts that is reported of a task which is not here (any more).</summary>
    bool TakesAbsentTasks { get; }

    /// <summary>Does what ended tasks of an array ask for beyond themselves.</summary>
    void Obey(TaskArray array, List<TaskRecord> ended);
}

namespace Merlin.Broker.Status;

/// <summary>
/// The words that users know for how a task stands: the status and return code that status files, <c>status</c> and its
/// dumps show. The one place where an outcome becomes words.
/// </summary>
public static class TaskWords
{
    /// <summary>The status of a task that a consumer holds and has not started.</summary>
    public const string Initialized = "INITIALIZED";

    /// <summary>The status of a task that runs.</summary>
    public const string Running = "RUNNING";

    /// <summary>The status word of an outcome; a task without one runs.</summary>
    /// <param name="outcome">How the task ended, or <see cref="TaskOutcome.None"/>.</param>
    public static string Status(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Succeeded or TaskOutcome.AlreadyFinished => "FINISHED",
        TaskOutcome.DryRun => "DRY_RUN",
        TaskOutcome.SoftFailed or TaskOutcome.RetriesExhausted or TaskOutcome.TimedOut
            or TaskOutcome.HardFailed or TaskOutcome.NotStartable or TaskOutcome.Quarantined => "FAILED",
        TaskOutcome.Raised => "UNKNOWN",
        TaskOutcome.StopWorkers or TaskOutcome.Cancelled => "CANCELLED",
        TaskOutcome.NotRun => "NOT_RUN",
        _ => Running,
    };

    /// <summary>Where a task that has ended ran, as a sentence.</summary>
    /// <param name="task">A task of which the hosts are known.</param>
    public static string Whereabouts(TaskRow task)
    {
        string job = task.Job is null ? "" : $" as Flux job {task.Job}";
        string instance = task.Instance is null ? "" : $" in Flux job {task.Instance}";
        return $"It ran on {task.Hosts}{job}, for worker '{task.Consumer}'{instance}.";
    }

    /// <summary>The return code's text, or null for a task that has not ended or never ran.</summary>
    /// <param name="outcome">How the task ended, or <see cref="TaskOutcome.None"/>.</param>
    public static string? ReturnCode(TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Succeeded or TaskOutcome.AlreadyFinished => "MERLIN_SUCCESS",
        TaskOutcome.DryRun => "MERLIN_DRY_SUCCESS",
        TaskOutcome.SoftFailed => "MERLIN_SOFT_FAIL",
        TaskOutcome.RetriesExhausted => "MERLIN_SOFT_FAIL (MAX RETRIES REACHED)",
        TaskOutcome.TimedOut => "MERLIN_SOFT_FAIL (TIMEOUT)",
        TaskOutcome.StopWorkers => "MERLIN_STOP_WORKERS",
        TaskOutcome.HardFailed => "MERLIN_HARD_FAIL",
        TaskOutcome.Raised => "MERLIN_UNRECOGNIZED",
        TaskOutcome.NotStartable => "MERLIN_UNRECOGNIZED (NOT STARTED)",
        TaskOutcome.Quarantined => "MERLIN_UNRECOGNIZED (QUARANTINED)",
        _ => null,
    };

    /// <summary>
    /// The number of restarts to show. A task that spent its retries has asked for one more than it was given, and the
    /// request counts.
    /// </summary>
    /// <param name="outcome">How the task ended, or <see cref="TaskOutcome.None"/>.</param>
    /// <param name="attempt">Zero-based number of the attempt that ended it.</param>
    public static int Restarts(TaskOutcome outcome, int attempt) =>
        outcome == TaskOutcome.RetriesExhausted ? attempt + 1 : attempt;
}

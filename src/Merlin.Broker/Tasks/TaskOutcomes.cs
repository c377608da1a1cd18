namespace Merlin.Broker;

/// <summary>What each outcome means for a task's state.</summary>
public static class TaskOutcomes
{
    /// <summary>Whether the outcome asks for another attempt instead of ending the task.</summary>
    public static bool AsksForAnotherAttempt(this TaskOutcome outcome) =>
        outcome is TaskOutcome.Retry or TaskOutcome.Restart or TaskOutcome.StartFailed;

    /// <summary>The ended state that the outcome leads to.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The outcome does not end a task.</exception>
    public static TaskState EndState(this TaskOutcome outcome) => outcome switch
    {
        TaskOutcome.Succeeded or TaskOutcome.AlreadyFinished or TaskOutcome.DryRun => TaskState.Succeeded,
        TaskOutcome.SoftFailed or TaskOutcome.RetriesExhausted or TaskOutcome.TimedOut => TaskState.Failed,
        TaskOutcome.HardFailed or TaskOutcome.Raised or TaskOutcome.NotStartable
            or TaskOutcome.Quarantined => TaskState.Raised,
        TaskOutcome.NotRun => TaskState.NotRun,
        TaskOutcome.StopWorkers or TaskOutcome.Cancelled => TaskState.Cancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "This outcome does not end a task."),
    };
}

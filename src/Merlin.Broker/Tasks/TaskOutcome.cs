namespace Merlin.Broker;

/// <summary>How one attempt at a task ended. The numbers are kept in stores and on the wire: never reuse one.</summary>
public enum TaskOutcome
{
    /// <summary>No outcome.</summary>
    None = 0,

    /// <summary>The script exited 0.</summary>
    Succeeded = 1,

    /// <summary>The task's finished file was there already; nothing was run.</summary>
    AlreadyFinished = 2,

    /// <summary>A dry run wrote the script and ran nothing.</summary>
    DryRun = 3,

    /// <summary>The script asked for a soft failure, or ended in a way that is not a request.</summary>
    SoftFailed = 4,

    /// <summary>A retry or restart was asked for, and the step's <c>max_retries</c> were spent.</summary>
    RetriesExhausted = 5,

    /// <summary>The step's <c>timeout</c> passed and the task was ended.</summary>
    TimedOut = 6,

    /// <summary>The script asked to stop the workers; its chain goes on.</summary>
    StopWorkers = 7,

    /// <summary>The script asked to stop the study.</summary>
    HardFailed = 8,

    /// <summary>The script asked for an error to be raised.</summary>
    Raised = 9,

    /// <summary>The task could not be started at all (its script, its directory, its interpreter).</summary>
    NotStartable = 10,

    /// <summary>Never run: a predecessor raised or never ran.</summary>
    NotRun = 11,

    /// <summary>Never run, or killed while it ran: the study was cancelled or stopped.</summary>
    Cancelled = 12,

    /// <summary>Workers were lost again and again while the task ran on them, the last times with nothing beside it.</summary>
    Quarantined = 13,

    /// <summary>The script asked for another attempt of its <c>cmd</c>. Not an end.</summary>
    Retry = 32,

    /// <summary>The script asked for another attempt with its <c>restart</c>. Not an end.</summary>
    Restart = 33,

    /// <summary>The attempt failed before the script ran, in a way that may pass. Not an end.</summary>
    StartFailed = 34,
}

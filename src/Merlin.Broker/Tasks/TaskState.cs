namespace Merlin.Broker;

/// <summary>Where one task stands. Every task of every array is in exactly one of these.</summary>
public enum TaskState
{
    /// <summary>A dependency has not ended, or a retry's time has not come.</summary>
    Waiting = 0,

    /// <summary>May be leased.</summary>
    Ready = 1,

    /// <summary>In a consumer's hands.</summary>
    Leased = 2,

    /// <summary>Ended well.</summary>
    Succeeded = 3,

    /// <summary>Ended badly; its dependents go on.</summary>
    Failed = 4,

    /// <summary>Ended with a raise or a hard failure: the rest of its chain does not run.</summary>
    Raised = 5,

    /// <summary>Will never run, because a predecessor raised or never ran.</summary>
    NotRun = 6,

    /// <summary>Taken back by a person, or ended by a request to stop the workers.</summary>
    Cancelled = 7,
}

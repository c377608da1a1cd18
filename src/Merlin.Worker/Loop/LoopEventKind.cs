namespace Merlin.Worker.Loop;

/// <summary>What the loop is told.</summary>
internal enum LoopEventKind
{
    /// <summary>The broker has said something.</summary>
    Message = 0,

    /// <summary>A study's plan was read.</summary>
    PlanRead = 1,

    /// <summary>A task's process runs.</summary>
    Started = 2,

    /// <summary>An attempt is over.</summary>
    Ended = 3,

    /// <summary>A task that was being prepared was given up.</summary>
    GivenUp = 4,

    /// <summary>The worker is to stop: what runs is ended.</summary>
    Stop = 5,

    /// <summary>What runs is to be killed at once.</summary>
    Kill = 6,

    /// <summary>A thread has failed.</summary>
    Failed = 7,

    /// <summary>The broker is gone for good: nobody will answer any more.</summary>
    BrokerGone = 8,

    /// <summary>The line to the broker is open, for the first time or again.</summary>
    Opened = 9,

    /// <summary>The line to the broker is broken.</summary>
    Lost = 10,

    /// <summary>The line to the broker will not open.</summary>
    Refused = 11,

    /// <summary>The worker is to come to an end: nothing more is started, what runs may go on for a while.</summary>
    Drain = 12,

    /// <summary>A prepared task was not started, because it would not have ended in time.</summary>
    TooLate = 13,

    /// <summary>Another copy of a task is at work in its directory.</summary>
    Busy = 14,

    /// <summary>Nodes of the worker's instance have gone or come back.</summary>
    NodesChanged = 15,

    /// <summary>The worker's instance is gone.</summary>
    InstanceLost = 16,
}

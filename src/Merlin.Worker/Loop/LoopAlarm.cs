namespace Merlin.Worker.Loop;

/// <summary>What the loop must not miss the time of.</summary>
internal enum LoopAlarm
{
    /// <summary>What waits is to be reported.</summary>
    Report = 0,

    /// <summary>The broker is to hear that the worker lives.</summary>
    Heartbeat = 1,

    /// <summary>The broker is to hear of the first tasks after idleness, should they still run.</summary>
    EarlyHeartbeat = 2,

    /// <summary>A hello was not answered.</summary>
    HelloAgain = 3,

    /// <summary>The broker may give away what this worker holds.</summary>
    CutOff = 4,

    /// <summary>The worker's time is over.</summary>
    Deadline = 5,

    /// <summary>What still runs is to be ended.</summary>
    GraceOver = 6,

    /// <summary>The worker leaves, acknowledged or not.</summary>
    Farewell = 7,

    /// <summary>Tasks of which another copy was at work are to be tried again.</summary>
    BusyAgain = 8,
}

namespace Merlin.Worker.Pool;

/// <summary>What a thread of the pool is asked to do.</summary>
internal enum PoolJobKind
{
    /// <summary>Make a task's directory and script.</summary>
    Prepare = 0,

    /// <summary>Put a task's end on record in its directory.</summary>
    Finish = 1,

    /// <summary>Let a task's status file say that it runs.</summary>
    ShowRunning = 2,

    /// <summary>Read a study's plan.</summary>
    ReadPlan = 3,
}

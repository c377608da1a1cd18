namespace Merlin.Cli.Allocations;

/// <summary>How far an allocation has come.</summary>
internal enum AllocationState
{
    /// <summary>It waits for its nodes.</summary>
    Waiting = 0,

    /// <summary>It has its nodes.</summary>
    Running = 1,

    /// <summary>It is over.</summary>
    Ended = 2,

    /// <summary>It was cancelled before it had its nodes.</summary>
    Withdrawn = 3,
}

namespace Merlin.Cli.Allocations.Scaling;

/// <summary>How things stand at one moment.</summary>
internal sealed record ScalingLook
{
    /// <summary>The moment.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Allocations that wait for nodes.</summary>
    public required int WaitingAllocations { get; init; }

    /// <summary>Allocations that have their nodes.</summary>
    public required int RunningAllocations { get; init; }

    /// <summary>Tasks that may run now, or do.</summary>
    public required long PresentTasks { get; init; }

    /// <summary>Tasks that wait for others, or for the time of their next try.</summary>
    public required long LaterTasks { get; init; }

    /// <summary>How many tasks the workers that are there can run at a time.</summary>
    public required long Slots { get; init; }

    /// <summary>How many agents have some of these workers. Those of allocations that have just begun are still to come.</summary>
    public required int ServingAgents { get; init; }

    /// <summary>Allocations of either kind.</summary>
    public int Allocations => WaitingAllocations + RunningAllocations;

    /// <summary>Whether tasks are left.</summary>
    public bool HasWork => PresentTasks + LaterTasks > 0;
}

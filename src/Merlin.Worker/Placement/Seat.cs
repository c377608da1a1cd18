namespace Merlin.Worker.Placement;

/// <summary>What a task that was let begin holds.</summary>
/// <param name="Demand">What it needed.</param>
/// <param name="Node">The place of its node in the instance; -1 where Flux chooses.</param>
/// <param name="Cores">The numbers of its cores, ascending; none where Flux chooses.</param>
/// <param name="Gpus">The numbers of its GPUs, ascending; none where Flux chooses.</param>
internal sealed record Seat(TaskDemand Demand, int Node, int[] Cores, int[] Gpus)
{
    /// <summary>Whether the worker's own spawner starts it.</summary>
    public required bool IsSpawned { get; init; }

    /// <summary>Whether its task has given its cores back before its end; it still counts as one that runs.</summary>
    public bool HasYielded { get; set; }
}

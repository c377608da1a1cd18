namespace Merlin.Worker.Tree.Planning;

/// <summary>A nested instance that an agent has in its allocation: a worker's, or one with a further agent.</summary>
/// <param name="Name">Its name, unlike all others of the plan.</param>
/// <param name="Region">The nodes that it may have.</param>
/// <param name="Group">The instances that it is one of; null when a further agent splits it.</param>
/// <param name="Nodes">How many nodes it has.</param>
public sealed record TreePart(string Name, TreeRegion Region, InstanceGroup? Group, int Nodes)
{
    /// <summary>Its cores on each node.</summary>
    public int CoresPerNode => Group?.CoresPerNode ?? Region.Nodes[0].Cores;

    /// <summary>Its GPUs on each node.</summary>
    public int GpusPerNode => Group?.GpusPerNode ?? Region.Nodes[0].Gpus;

    /// <summary>How many parts like this one node takes.</summary>
    public int PerNode => Group?.PerNode ?? 1;

    /// <summary>The workers whose tasks run there.</summary>
    public IReadOnlyList<TreeWorker> Workers =>
        Group is { } group ? [group.Worker] : [.. Region.Groups.Select(static group => group.Worker)];
}

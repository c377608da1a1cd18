using Merlin.Broker;

namespace Merlin.Worker.Instances;

/// <summary>The Flux instance that a worker has for itself: it packs tasks into its nodes, by their cores and GPUs.</summary>
public sealed record WorkerInstance
{
    /// <summary>How the instance is reached, as <c>FLUX_URI</c> has it.</summary>
    public required string Address { get; init; }

    /// <summary>The id in F58 of the Flux job that the instance is in the one above; empty for none.</summary>
    public string Job { get; init; } = "";

    /// <summary>How the instance above is reached; null for none.</summary>
    public string? Parent { get; init; }

    /// <summary>The rank of the broker beside which the worker runs.</summary>
    public int OwnRank { get; init; }

    /// <summary>The instance's nodes that are up, in the order of their ranks; at least one.</summary>
    public required IReadOnlyList<InstanceNode> Nodes { get; init; }

    /// <summary>Whether nothing of it goes on when the broker beside the worker is killed, or nobody above could end that.</summary>
    internal bool EndsWithItsBroker => Nodes.Count == 1 || Parent is null || Job.Length == 0;

    /// <summary>What the broker of the leases is told: one instance, with all nodes like the least of them.</summary>
    public IReadOnlyList<InstanceResources> Resources =>
    [
        new InstanceResources(
            Instances: 1, Nodes.Count, Nodes.Min(static node => node.Cores.Count), Nodes.Min(static node => node.Gpus.Count)),
    ];
}

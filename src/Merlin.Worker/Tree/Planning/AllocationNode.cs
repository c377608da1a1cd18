namespace Merlin.Worker.Tree.Planning;

/// <summary>A node that an allocation owns.</summary>
/// <param name="Rank">The rank of its Flux broker in the allocation's instance.</param>
/// <param name="Host">Its host's name.</param>
/// <param name="Cores">Its cores that are the allocation's.</param>
/// <param name="Gpus">Its GPUs that are the allocation's.</param>
/// <param name="IsUp">Whether it can be used now; one that is down or drained may come back.</param>
public sealed record AllocationNode(int Rank, string Host, int Cores, int Gpus, bool IsUp);

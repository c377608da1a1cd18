namespace Merlin.Flux;

/// <summary>What is owned on one node.</summary>
/// <param name="Rank">The rank of the node's broker.</param>
/// <param name="Host">The node's name; empty where R has no names.</param>
/// <param name="Cores">The cores, by their numbers on the node.</param>
/// <param name="Gpus">The gpus, by their numbers on the node.</param>
public sealed record NodeResources(uint Rank, string Host, IdSet Cores, IdSet Gpus);

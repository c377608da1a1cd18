namespace Merlin.Worker.Instances;

/// <summary>A node of a worker's instance, as Flux names what the instance owns of it.</summary>
/// <param name="Rank">The rank of its broker in the instance.</param>
/// <param name="Host">Its host's name.</param>
/// <param name="Cores">The numbers of its cores, ascending.</param>
/// <param name="Gpus">The numbers of its GPUs, ascending.</param>
public sealed record InstanceNode(int Rank, string Host, IReadOnlyList<int> Cores, IReadOnlyList<int> Gpus);

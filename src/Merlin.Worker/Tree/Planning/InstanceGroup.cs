using Merlin.Broker;

namespace Merlin.Worker.Tree.Planning;

/// <summary>Equal instances of one worker in a region.</summary>
/// <param name="Worker">The worker.</param>
/// <param name="Count">How many instances.</param>
/// <param name="Nodes">Nodes of each.</param>
/// <param name="CoresPerNode">Cores of each on each of its nodes.</param>
/// <param name="GpusPerNode">GPUs of each on each of its nodes.</param>
/// <param name="PerNode">How many of them one node takes: more than 1 only where each has one node.</param>
public sealed record InstanceGroup(
    TreeWorker Worker, int Count, int Nodes, int CoresPerNode, int GpusPerNode, int PerNode)
{
    /// <summary>What its instances own together.</summary>
    public InstanceResources Resources => new(Count, Nodes, CoresPerNode, GpusPerNode);

    /// <summary>How many tasks of one core run at once in all of its instances.</summary>
    public long TasksAtOnce => Count * Math.Min(Worker.Concurrency ?? long.MaxValue, (long)Nodes * CoresPerNode);
}

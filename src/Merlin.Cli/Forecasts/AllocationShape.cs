using Merlin.Broker;

namespace Merlin.Cli.Forecasts;

/// <summary>The allocation that a study is thought to run in: nodes that are alike.</summary>
/// <param name="Nodes">How many, at least 1.</param>
/// <param name="Cores">Cores of each, at least 1.</param>
/// <param name="Gpus">GPUs of each.</param>
internal sealed record AllocationShape(int Nodes, int Cores, int Gpus)
{
    /// <summary>
    /// How many tasks of a shape run at a time: the allocation is split into instances of as many nodes as one task needs,
    /// as <c>merlin run-workers</c> splits it. 0 when none ever does.
    /// </summary>
    public long SlotsFor(ResourceShape shape)
    {
        int size = NodesFor(shape);
        return size == 0 || size > Nodes ? 0 : new InstanceResources(Nodes / size, size, Cores, Gpus).SlotsFor(shape);
    }

    // The smallest instance that a task fits into; 0 when no number of nodes would do.
    private int NodesFor(ResourceShape shape)
    {
        int perNode = (int)new InstanceResources(1, 1, Cores, Gpus).SlotsFor(shape with { Nodes = 0, Procs = 1 });
        return perNode == 0 ? 0 : Math.Max(Math.Max(1, shape.Nodes), (int)Math.Ceiling(shape.Procs / (double)perNode));
    }
}

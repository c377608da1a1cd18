namespace Merlin.Broker;

/// <summary>What consumers of one kind own: so many instances, each of nodes that are alike.</summary>
/// <remarks>Tasks of one shape run inside one instance; what is left over in two does not add up.</remarks>
/// <param name="Instances">How many such instances there are, at least 1; a worker has one, an agent those of its workers.</param>
/// <param name="Nodes">Nodes of each, at least 1.</param>
/// <param name="CoresPerNode">Cores of each node, at least 1.</param>
/// <param name="GpusPerNode">GPUs of each node.</param>
public readonly record struct InstanceResources(int Instances, int Nodes, int CoresPerNode, int GpusPerNode)
{
    /// <summary>How many tasks of a shape fit at the same time; 0 when one never does.</summary>
    public long SlotsFor(ResourceShape shape)
    {
        int perNode = ProcessesPerNode(shape);
        if (shape.Nodes == 0)
        {
            return (long)Instances * ((long)Nodes * perNode / shape.Procs);
        }

        int onEach = (shape.Procs + shape.Nodes - 1) / shape.Nodes;
        return (long)Instances * (Nodes / shape.Nodes) * (perNode / Math.Max(1, onEach));
    }

    private int ProcessesPerNode(ResourceShape shape)
    {
        int byCores = CoresPerNode / Math.Max(1, shape.CoresPerProc);
        return shape.GpusPerProc == 0 ? byCores : Math.Min(byCores, GpusPerNode / shape.GpusPerProc);
    }
}

using Merlin.Broker;

namespace Merlin.Worker.Placement;

/// <summary>
/// Where to cut the row of blocks: those before the cut are left to Flux, the others are the worker's. Each side gets a
/// share by what it needs, and at least its largest task where both have room for theirs.
/// </summary>
/// <param name="blocks">The blocks, in the order in which they are left.</param>
/// <param name="book">The nodes.</param>
internal sealed class Split(Block[] blocks, CoreBook book)
{
    private readonly Dictionary<TaskDemand, int> _bounds = [];

    /// <summary>The fewest blocks that have room for each of Flux's jobs; more than there are if none have.</summary>
    public int FewestFor(Need jobs)
    {
        int fewest = 0;
        foreach (TaskDemand demand in jobs.Kinds)
        {
            fewest = Math.Max(fewest, BoundOf(demand));
        }

        return fewest;
    }

    /// <summary>The most blocks that leave the worker room for each of its tasks; -1 if it has none in any case.</summary>
    public int MostBeside(Need packed)
    {
        int most = blocks.Length;
        foreach (TaskDemand demand in packed.Kinds)
        {
            most = Math.Min(most, BoundOf(demand));
        }

        return most;
    }

    /// <summary>Forgets what was found out, since nodes have gone or come.</summary>
    public void Forget() => _bounds.Clear();

    /// <summary>The cut that divides by need.</summary>
    public int Fair(Need jobs, Need packed)
    {
        double share = (double)jobs.Cores / Math.Max(1, jobs.Cores + packed.Cores);
        long wanted = (long)Math.Round(share * CoresBefore(blocks.Length), MidpointRounding.AwayFromZero);
        int cut = 0;
        for (long cores = 0; cut < blocks.Length && cores + (CoresOf(blocks[cut]) / 2) < wanted; cut++)
        {
            cores += CoresOf(blocks[cut]);
        }

        return cut;
    }

    /// <summary>The cores of the nodes that are up in the blocks before a cut.</summary>
    public long CoresBefore(int cut)
    {
        long cores = 0;
        for (int i = 0; i < cut; i++)
        {
            cores += CoresOf(blocks[i]);
        }

        return cores;
    }

    private int BoundOf(in TaskDemand demand)
    {
        if (!_bounds.TryGetValue(demand, out int bound))
        {
            bound = demand.IsFluxs ? FewestFor(demand.Shape) : MostBeside(demand);
            _bounds.Add(demand, bound);
        }

        return bound;
    }

    private int FewestFor(ResourceShape shape)
    {
        int cut = 0;
        while (cut <= blocks.Length && !HasRoom(cut, shape))
        {
            cut++;
        }

        return cut;
    }

    private int MostBeside(in TaskDemand demand)
    {
        int cut = blocks.Length;
        while (cut >= 0 && !LeavesRoom(cut, demand))
        {
            cut--;
        }

        return cut;
    }

    private int CoresOf(Block block) => book.Nodes[block.Node].IsUp ? block.CoreCount : 0;

    private bool HasRoom(int cut, ResourceShape shape)
    {
        int nodes = Math.Max(1, shape.Nodes);
        int onEach = (shape.Procs + nodes - 1) / nodes;
        long processes = 0;
        int fitting = 0;
        for (int node = 0; node < book.Nodes.Count; node++)
        {
            int room = ProcessesOn(node, 0, cut, shape);
            processes += room;
            fitting += room >= onEach ? 1 : 0;
        }

        return shape.Nodes == 0 ? processes >= shape.Procs : fitting >= shape.Nodes;
    }

    private bool LeavesRoom(int cut, TaskDemand demand)
    {
        var whole = new ResourceShape(1, 1, Math.Max(1, demand.Cores), demand.Gpus);
        for (int node = 0; node < book.Nodes.Count; node++)
        {
            bool counts = node == book.Own || demand.Way != LaunchWay.Near;
            if (counts && ProcessesOn(node, cut, blocks.Length, whole) > 0)
            {
                return true;
            }
        }

        return false;
    }

    private int ProcessesOn(int node, int from, int to, ResourceShape shape)
    {
        if (!book.Nodes[node].IsUp)
        {
            return 0;
        }

        int cores = 0;
        int gpus = 0;
        for (int i = from; i < to; i++)
        {
            if (blocks[i].Node == node)
            {
                cores += blocks[i].CoreCount;
                gpus += blocks[i].GpuCount;
            }
        }

        int byCores = cores / Math.Max(1, shape.CoresPerProc);
        return shape.GpusPerProc == 0 ? byCores : Math.Min(byCores, gpus / shape.GpusPerProc);
    }
}

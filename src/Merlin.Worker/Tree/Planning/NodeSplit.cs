using System.Globalization;

namespace Merlin.Worker.Tree.Planning;

/// <summary>Splits nodes that are alike into the instances of the workers that share them, so that no core is in two.</summary>
internal static class NodeSplit
{
    /// <summary>Splits.</summary>
    /// <param name="share">The nodes and the workers.</param>
    /// <returns>The instances; none for a worker that these nodes cannot serve.</returns>
    public static IReadOnlyList<InstanceGroup> Split(NodeShare share)
    {
        AllocationNode node = share.Nodes[0];
        if (node.Cores < share.Workers.Count)
        {
            return [];
        }

        int[] cores = CoresOf(share);
        int[] gpus = GpusOf(share.Workers, cores, node.Gpus);
        return [.. share.Workers
            .Select((worker, i) => Group(worker, share.Nodes.Count, cores[i], gpus[i]))
            .Where(static group => group.Count > 0)];
    }

    /// <summary>Why a worker has no instance on nodes, for the user.</summary>
    public static string WhyNone(NodeShare share, TreeWorker worker)
    {
        AllocationNode node = share.Nodes[0];
        if (node.Cores < share.Workers.Count)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{share.Workers.Count} workers ({string.Join(", ", share.Workers.Select(static worker => worker.Name))}) share nodes of {node.Cores} core(s). Give some of them nodes of their own ('nodes' under merlin.resources.workers), or let one worker serve several steps.");
        }

        if (worker.InstanceCores is { } each)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"Worker '{worker.Name}' asks for instances of {each} cores, and has {CoresOf(share)[IndexOf(share, worker)]} of each node. Lower 'cores' in the worker's 'instance'.");
        }

        string who = worker.InstanceNodes is null
            ? $"Step '{worker.Steps.MaxBy(static step => step.Shape.Nodes)!.Name}' of worker '{worker.Name}' needs"
            : $"Worker '{worker.Name}' asks for instances of";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{who} {worker.NodesOfInstance} nodes, and the worker has {share.Nodes.Count} that are alike. Ask for a larger allocation, or give the worker more of it.");
    }

    private static InstanceGroup Group(TreeWorker worker, int nodes, int cores, int gpus)
    {
        if (worker.InstanceCores is not { } each)
        {
            int size = worker.NodesOfInstance;
            return new InstanceGroup(worker, nodes / size, size, cores, gpus, PerNode: 1);
        }

        int perNode = cores / each;
        return new InstanceGroup(worker, nodes * perNode, Nodes: 1, each, gpus / Math.Max(1, perNode), perNode);
    }

    private static int[] CoresOf(NodeShare share) =>
        CoreShares.Split(share.Nodes[0].Cores, [.. share.Workers.Select(static worker => worker.Concurrency)]);

    // Workers whose steps use no GPUs get none where others' do.
    private static int[] GpusOf(IReadOnlyList<TreeWorker> workers, int[] cores, int gpus)
    {
        bool[] uses = [.. workers.Select(static worker => worker.UsesGpus)];
        bool any = uses.Contains(value: true);
        return CoreShares.Proportional(gpus, [.. cores.Select((count, i) => !any || uses[i] ? (long)count : 0)]);
    }

    private static int IndexOf(NodeShare share, TreeWorker worker) => share.Workers.ToList().IndexOf(worker);
}

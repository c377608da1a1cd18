using System.Globalization;

namespace Merlin.Worker.Tree.Planning;

/// <summary>
/// Deals the nodes of an allocation out to workers: first to those that say how many they want, in the order of the spec;
/// the others share all that is left.
/// </summary>
/// <param name="Shares">Who has which nodes, no node in two shares.</param>
/// <param name="Unused">Nodes that nobody has.</param>
/// <param name="Problems">What cannot be given, for the user.</param>
internal sealed record NodeDivision(
    IReadOnlyList<NodeShare> Shares, IReadOnlyList<AllocationNode> Unused, IReadOnlyList<string> Problems)
{
    /// <summary>Divides.</summary>
    public static NodeDivision Divide(IReadOnlyList<AllocationNode> nodes, IReadOnlyList<TreeWorker> workers)
    {
        var shares = new List<NodeShare>();
        var problems = new List<string>();
        List<AllocationNode> left = [.. nodes];
        foreach (TreeWorker worker in workers.Where(static worker => worker.Nodes is not null))
        {
            AllocationNode[] taken = Take(left, worker);
            left.RemoveAll(taken.Contains);
            AddAlike(shares, taken, [worker]);
            if (taken.Length < worker.Nodes)
            {
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Worker '{worker.Name}' asks for {worker.Nodes} nodes, and {Left(nodes, taken)}. Ask for fewer ('nodes' under merlin.resources.workers.{worker.Name}), or for a larger allocation."));
            }
        }

        TreeWorker[] sharing = [.. workers.Where(static worker => worker.Nodes is null)];
        if (sharing.Length == 0)
        {
            return new NodeDivision(shares, left, problems);
        }

        AddAlike(shares, left, Joined(sharing));
        if (left.Count == 0)
        {
            problems.Add(
                $"No node is left for {Names(sharing)}: the workers that state 'nodes' take all {nodes.Count.ToString(CultureInfo.InvariantCulture)}. "
                + "Ask for a larger allocation, or give those fewer.");
        }

        return new NodeDivision(shares, [], problems);
    }

    private static string Left(IReadOnlyList<AllocationNode> nodes, AllocationNode[] taken) => string.Create(
        CultureInfo.InvariantCulture,
        $"of the {nodes.Count} that the allocation has, {taken.Length} are left for it");

    private static string Names(IEnumerable<TreeWorker> workers) =>
        string.Join(", ", workers.Select(static worker => $"worker '{worker.Name}'"));

    // Nodes that can be used come first. A worker without a step for GPUs leaves nodes with GPUs to others.
    private static AllocationNode[] Take(List<AllocationNode> left, TreeWorker worker)
    {
        return [.. left
            .OrderByDescending(static node => node.IsUp)
            .ThenBy(node => worker.UsesGpus ? -node.Gpus : node.Gpus)
            .ThenBy(static node => node.Rank)
            .Take(worker.Nodes!.Value)];
    }

    private static void AddAlike(List<NodeShare> shares, IEnumerable<AllocationNode> nodes, IReadOnlyList<TreeWorker> workers) =>
        shares.AddRange(nodes
            .OrderBy(static node => node.Rank)
            .GroupBy(static node => (node.Cores, node.Gpus))
            .Select(alike => new NodeShare([.. alike], workers)));

    // Workers between which nothing decides who gets how much are one: its instances serve the queues of all of them, and
    // no core waits for one worker's tasks while another's run.
    private static IReadOnlyList<TreeWorker> Joined(TreeWorker[] workers) =>
    [
        .. workers
            .GroupBy(static worker => IsPlain(worker) ? (Plain: true, worker.Arguments) : (Plain: false, Arguments: worker.Name))
            .Select(static alike => alike.Skip(1).Aggregate(alike.First(), Join)),
    ];

    private static bool IsPlain(TreeWorker worker) =>
        worker is { Concurrency: null, InstanceNodes: null, InstanceCores: null };

    private static TreeWorker Join(TreeWorker a, TreeWorker b) => a with
    {
        Name = $"{a.Name}+{b.Name}",
        Queues = [.. a.Queues.Union(b.Queues)],
        Steps = [.. a.Steps.Union(b.Steps)],
        Levels = a.Levels is null || b.Levels > a.Levels ? b.Levels ?? a.Levels : a.Levels,
    };
}

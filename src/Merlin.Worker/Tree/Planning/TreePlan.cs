using System.Globalization;

namespace Merlin.Worker.Tree.Planning;

/// <summary>How an allocation is split into nested instances.</summary>
/// <param name="Nodes">The allocation.</param>
/// <param name="Regions">Its parts, no node in two of them.</param>
/// <param name="Unused">Nodes that no worker has.</param>
/// <param name="Problems">Why the tree cannot do what the spec asks of it, each with what to do; empty when it can.</param>
public sealed record TreePlan(
    IReadOnlyList<AllocationNode> Nodes,
    IReadOnlyList<TreeRegion> Regions,
    IReadOnlyList<AllocationNode> Unused,
    IReadOnlyList<string> Problems)
{
    /// <summary>How many instances one agent leases to before there is a level of agents between.</summary>
    public const int MostLeavesOfAnAgent = 64;

    /// <summary>How many instances tasks run in.</summary>
    public int Leaves => Regions.Sum(static region => region.Leaves);

    /// <summary>How many agents stand between the first one and the instances.</summary>
    public int Agents => Regions.Sum(static region => region.Agents);

    /// <summary>How many cores no instance has.</summary>
    public int IdleCores => Regions.Sum(static region => region.IdleCores) + Unused.Sum(static node => node.Cores);

    /// <summary>Makes the plan.</summary>
    /// <param name="nodes">What the allocation owns.</param>
    /// <param name="workers">The workers that are to run there, in the order of the spec.</param>
    public static TreePlan Make(IReadOnlyList<AllocationNode> nodes, IReadOnlyList<TreeWorker> workers)
    {
        NodeDivision division = NodeDivision.Divide(nodes, workers);
        TreeRegion[] regions = [.. division.Shares
            .Select(static share => new TreeRegion(share.Nodes, NodeSplit.Split(share), Agents: 0))];
        string[] problems = [.. division.Problems, .. Unserved(division.Shares, regions), .. StepFit.Problems(nodes.Count, regions)];
        return new TreePlan(
            nodes,
            AgentLevel.Add([.. regions.Where(static region => region.Groups.Count > 0)]),
            [.. division.Unused, .. regions.Where(static region => region.Groups.Count == 0).SelectMany(static region => region.Nodes)],
            [.. problems.Distinct()]);
    }

    /// <summary>The instances that the first agent has, those of a region beside each other.</summary>
    public IReadOnlyList<TreePart> Parts()
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        return [.. Regions.SelectMany(region => region.Agents > 0
            ? AgentLevel.NodesOfAgents(region).Select(nodes => new TreePart(Numbered("agent"), region, Group: null, nodes))
            : region.Groups.SelectMany(group => Enumerable.Range(0, group.Count)
                .Select(_ => new TreePart(Numbered(group.Worker.Name), region, group, group.Nodes))))];

        string Numbered(string name)
        {
            int number = numbers[name] = numbers.GetValueOrDefault(name) + 1;
            return string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
        }
    }

    private static IEnumerable<string> Unserved(IReadOnlyList<NodeShare> shares, TreeRegion[] regions)
    {
        TreeWorker[] served = [.. regions.SelectMany(static region => region.Groups).Select(static group => group.Worker)];
        return shares.SelectMany(static share => share.Workers).Distinct().Except(served).Select(worker =>
            NodeSplit.WhyNone(shares.Where(share => share.Workers.Contains(worker)).MaxBy(static share => share.Nodes.Count)!, worker));
    }
}

namespace Merlin.Worker.Tree.Planning;

/// <summary>Puts a level of agents between the first one and its instances, where there are too many for one.</summary>
internal static class AgentLevel
{
    /// <summary>Adds the level where it is needed or asked for.</summary>
    public static IReadOnlyList<TreeRegion> Add(IReadOnlyList<TreeRegion> regions)
    {
        bool tooMany = regions.Sum(static region => region.Leaves) > TreePlan.MostLeavesOfAnAgent;
        return [.. regions.Select(region => region with { Agents = AgentsOf(region, tooMany) })];
    }

    /// <summary>How many nodes each agent of a region has: whole instances, and as evenly as these allow.</summary>
    public static IEnumerable<int> NodesOfAgents(TreeRegion region)
    {
        int unit = region.NodesOfLargestInstance;
        int units = region.Nodes.Count / unit;
        return Enumerable.Range(0, region.Agents)
            .Select(i => ((units * (i + 1) / region.Agents) - (units * i / region.Agents)) * unit);
    }

    private static int AgentsOf(TreeRegion region, bool tooMany)
    {
        int? asked = region.Groups.Max(static group => group.Worker.Levels);
        bool needed = asked is { } levels ? levels > 1 : tooMany;
        if (!needed)
        {
            return 0;
        }

        int wanted = (region.Leaves + TreePlan.MostLeavesOfAnAgent - 1) / TreePlan.MostLeavesOfAnAgent;
        return Math.Min(wanted, region.Nodes.Count / region.NodesOfLargestInstance);
    }
}

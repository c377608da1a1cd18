using Merlin.Flux;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Worker.Tree;

/// <summary>The nodes of a Flux instance as those of an allocation.</summary>
public static class AllocationNodes
{
    /// <summary>Reads them, without those that the configuration keeps jobs away from.</summary>
    public static IReadOnlyList<AllocationNode> Of(ResourceStatus status)
    {
        IdSet up = status.Up;
        return [.. status.All.Nodes
            .Where(node => !status.Excluded.Contains(node.Rank))
            .OrderBy(static node => node.Rank)
            .Select(node => new AllocationNode(
                (int)node.Rank, node.Host, node.Cores.Count, node.Gpus.Count, up.Contains(node.Rank)))];
    }
}

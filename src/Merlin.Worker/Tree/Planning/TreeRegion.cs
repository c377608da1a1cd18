namespace Merlin.Worker.Tree.Planning;

/// <summary>Nodes that are alike and belong to the same workers.</summary>
/// <param name="Nodes">The nodes.</param>
/// <param name="Groups">The instances that they are split into.</param>
/// <param name="Agents">How many further agents stand between these instances and the first one; 0 for none.</param>
public sealed record TreeRegion(
    IReadOnlyList<AllocationNode> Nodes, IReadOnlyList<InstanceGroup> Groups, int Agents)
{
    /// <summary>How many instances tasks run in.</summary>
    public int Leaves => Groups.Sum(static group => group.Count);

    /// <summary>How many nodes a further agent's share is a multiple of, so that no instance is cut in two.</summary>
    public int NodesOfLargestInstance => Groups.Max(static group => group.Nodes);

    /// <summary>How many cores no instance has.</summary>
    public int IdleCores => Nodes.Sum(static node => node.Cores)
        - Groups.Sum(static group => group.Count * group.Nodes * group.CoresPerNode);
}

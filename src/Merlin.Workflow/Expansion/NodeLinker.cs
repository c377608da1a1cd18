using Merlin.Workflow.Plan;

namespace Merlin.Workflow.Expansion;

/// <summary>
/// Puts the dependencies into nodes and leaves out nodes without tasks. What waited for such a node waits for what that
/// node waited for, so that the order of the others stays.
/// </summary>
internal sealed class NodeLinker
{
    private readonly IReadOnlyList<PlanNode> _drafts;
    private readonly NodeDependencies _edges;
    private readonly int[] _place;
    private readonly IReadOnlyList<PlanDependency>[] _dependencies;
    private readonly List<PlanNode> _nodes;

    private NodeLinker(IReadOnlyList<PlanNode> drafts, NodeDependencies edges)
    {
        _drafts = drafts;
        _edges = edges;
        _place = new int[drafts.Count];
        _dependencies = new IReadOnlyList<PlanDependency>[drafts.Count];
        _nodes = new List<PlanNode>(drafts.Count);
    }

    /// <summary>Links nodes.</summary>
    /// <param name="drafts">The nodes without dependencies, each after those it depends on.</param>
    /// <param name="edges">What they wait for.</param>
    /// <returns>The nodes that have tasks, in the same order.</returns>
    public static IReadOnlyList<PlanNode> Link(IReadOnlyList<PlanNode> drafts, NodeDependencies edges)
    {
        var linker = new NodeLinker(drafts, edges);
        for (int draft = 0; draft < drafts.Count; draft++)
        {
            linker.Add(draft);
        }

        return linker._nodes;
    }

    private void Add(int draft)
    {
        _dependencies[draft] = Dependencies(draft);
        if (_drafts[draft].Count > 0)
        {
            _place[draft] = _nodes.Count;
            _nodes.Add(_drafts[draft] with { Dependencies = _dependencies[draft], Unpacks = Unpacks(draft) });
        }
    }

    // What continues a chain begins while other tasks of its predecessor still run, and waits for none of them.
    private int[] Unpacks(int draft) =>
    [
        .. _drafts[draft].Unpacks
            .Where(other => _drafts[other].Sampled && _drafts[other].Count > 0)
            .Select(other => _place[other])
            .Except(_dependencies[draft].Where(static d => d.Kind == PlanDependencyKind.Elementwise).Select(static d => d.Node)),
    ];

    private IReadOnlyList<PlanDependency> Dependencies(int draft)
    {
        IReadOnlyList<int> parents = _edges.Parents(draft);
        if (_edges.ContinuesChain(draft, _drafts) && _drafts[parents[0]].Count > 0)
        {
            return [new PlanDependency(_place[parents[0]], PlanDependencyKind.Elementwise)];
        }

        var waitsFor = new SortedSet<int>();
        foreach (int parent in parents)
        {
            if (_drafts[parent].Count > 0)
            {
                waitsFor.Add(_place[parent]);
            }
            else
            {
                waitsFor.UnionWith(_dependencies[parent].Select(d => d.Node));
            }
        }

        return [.. waitsFor.Select(node => new PlanDependency(node, PlanDependencyKind.All))];
    }
}

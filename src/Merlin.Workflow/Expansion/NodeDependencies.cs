using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Expansion;

/// <summary>Finds the nodes that each node waits for, and which of those edges are chains.</summary>
internal sealed class NodeDependencies
{
    // A funnel of many combinations into many would need their product; beyond this no machine keeps them.
    private const long MaxEdges = 20_000_000;

    private readonly StepExpansion _expansion;
    private readonly List<int>[] _parents;
    private readonly int[] _children;

    /// <summary>Links the nodes of all steps.</summary>
    /// <exception cref="SpecException">There would be absurdly many edges.</exception>
    public NodeDependencies(StudySpec spec, StepExpansion expansion)
    {
        _expansion = expansion;
        _parents = new List<int>[expansion.NodeCount];
        _children = new int[expansion.NodeCount];
        long edges = 0;
        foreach (PlannedStep step in expansion.InOrder)
        {
            edges += WholeEdges(step);
            if (edges > MaxEdges)
            {
                throw new SpecException(PlanProblems.At(
                    spec.File,
                    step.Spec,
                    "run.depends",
                    $"each of its {step.Combinations.Nodes} combinations would wait for all combinations of another step, "
                    + "which is too much; put a step without parameters between them."));
            }

            foreach (int node in step.Nodes)
            {
                _parents[node] = [];
            }

            foreach (IGrouping<int, StepDependency> dependency in step.Links.Dependencies.GroupBy(d => d.Step))
            {
                Link(step, _expansion[dependency.Key], dependency.Any(d => d.Starred));
            }
        }
    }

    /// <summary>The nodes that a node waits for.</summary>
    public IReadOnlyList<int> Parents(int node) => _parents[node];

    /// <summary>
    /// Whether a node continues its only parent task by task: it is that parent's only child, and both or neither have
    /// one task for each sample.
    /// </summary>
    public bool ContinuesChain(int node, IReadOnlyList<PlanNode> nodes) =>
        _parents[node] is [int parent] && _children[parent] == 1 && nodes[parent].Sampled == nodes[node].Sampled;

    private long WholeEdges(PlannedStep step) => step.Links.Dependencies
        .Where(d => WaitsForAllNodes(_expansion[d.Step], d.Starred))
        .Sum(d => (long)step.Combinations.Nodes * _expansion[d.Step].Combinations.Nodes);

    private static bool WaitsForAllNodes(PlannedStep other, bool starred) =>
        starred || !other.Combinations.IsParameterised;

    private void Link(PlannedStep step, PlannedStep other, bool starred)
    {
        for (int node = 0; node < step.Combinations.Nodes; node++)
        {
            if (WaitsForAllNodes(other, starred))
            {
                LinkAll(step.FirstNode + node, other.Nodes);
            }
            else
            {
                // The step is expanded over all parameters of the other, so each of its nodes has one counterpart.
                int counterpart = other.Combinations.NodeOf(step.Combinations.Combination(node));
                LinkAll(step.FirstNode + node, [other.FirstNode + counterpart]);
            }
        }
    }

    private void LinkAll(int node, IEnumerable<int> parents)
    {
        foreach (int parent in parents)
        {
            _parents[node].Add(parent);
            _children[parent]++;
        }
    }
}

using Merlin.Workflow.Plan;

namespace Merlin.Workflow.Forecast;

/// <summary>Finds by the dependencies of nodes how steps wait for each other.</summary>
/// <param name="plan">The plan.</param>
/// <param name="stepOf">The step of each node, by its place in the plan.</param>
/// <param name="nodesOf">How many nodes each step has.</param>
internal sealed class StepLinking(StudyPlan plan, int[] stepOf, IReadOnlyList<int> nodesOf)
{
    private readonly Dictionary<(int Step, int Other), (long Edges, bool Elementwise)> _edges = [];

    /// <summary>The links of all steps.</summary>
    /// <returns>For each step those that it waits for, in the plan's order.</returns>
    public IReadOnlyList<StepLink>[] Find()
    {
        for (int node = 0; node < plan.Nodes.Count; node++)
        {
            CountEdges(node);
        }

        var links = new List<StepLink>[nodesOf.Count];
        for (int step = 0; step < links.Length; step++)
        {
            links[step] = [];
        }

        foreach (((int step, int other), (long edges, bool elementwise)) in _edges.OrderBy(static edge => edge.Key))
        {
            links[step].Add(new StepLink(other, KindOf(step, other, edges, elementwise)));
        }

        return links;
    }

    // A funnel's edges lead to one step after the other, so the table is looked at once for each of them.
    private void CountEdges(int node)
    {
        IReadOnlyList<PlanDependency> dependencies = plan.Nodes[node].Dependencies;
        for (int i = 0; i < dependencies.Count;)
        {
            int other = stepOf[dependencies[i].Node];
            bool elementwise = dependencies[i].Kind == PlanDependencyKind.Elementwise;
            int next = i + 1;
            while (next < dependencies.Count && stepOf[dependencies[next].Node] == other)
            {
                next++;
            }

            (int, int) key = (stepOf[node], other);
            (long edges, bool before) = _edges.GetValueOrDefault(key);
            _edges[key] = (edges + next - i, before || elementwise);
            i = next;
        }
    }

    private StepLinkKind KindOf(int step, int other, long edges, bool elementwise) =>
        elementwise && plan.Nodes[FirstNode(step)].Sampled ? StepLinkKind.Sample
        : edges < (long)nodesOf[step] * nodesOf[other] ? StepLinkKind.Combination
        : StepLinkKind.All;

    private int FirstNode(int step) => Array.IndexOf(stepOf, step);
}

using Merlin.Cli.Invocation;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Studies.Remote;

/// <summary>Finds the nodes that a person means by the name of a step or of a node.</summary>
internal static class NodesByName
{
    /// <summary>The places in the plan of the node of that name, or else of all nodes of the step of that name.</summary>
    /// <exception cref="UserErrorException">There is neither; the message lists the steps.</exception>
    public static IReadOnlyList<int> Find(StudyPlan plan, string name)
    {
        int[] nodes = Places(plan, node => node.Name == name);
        nodes = nodes.Length > 0 ? nodes : Places(plan, node => node.Step == name);
        return nodes.Length > 0
            ? nodes
            : throw new UserErrorException(
                $"The study has no step '{name}'. Its steps: {string.Join(", ", plan.Nodes.Select(static node => node.Step).Distinct())}.");
    }

    private static int[] Places(StudyPlan plan, Func<PlanNode, bool> fits) =>
        [.. Enumerable.Range(0, plan.Nodes.Count).Where(place => fits(plan.Nodes[place]))];
}

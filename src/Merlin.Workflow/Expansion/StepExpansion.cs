using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Expansion;

/// <summary>
/// Decides which parameters each step is expanded over: those in its own text, and those of the steps that it waits
/// for in the same combination or whose workspace of the same combination it names.
/// </summary>
internal sealed class StepExpansion
{
    private readonly PlannedStep[] _steps;

    /// <summary>Expands all steps.</summary>
    public StepExpansion(StudySpec spec, StepGraph graph, ParameterTable parameters, PlanProblems problems)
    {
        Order = graph.Order;
        _steps = new PlannedStep[spec.Steps.Count];
        var collapsedReported = new HashSet<string>(StringComparer.Ordinal);
        foreach (int index in Order)
        {
            StepSpec step = spec.Steps[index];
            IReadOnlyList<int> used = Used(parameters.UsedIn(step), graph.Links(index));
            var combinations = new StepCombinations(parameters, used);
            _steps[index] = new PlannedStep(step, graph.Links(index), used, combinations, NodeCount);
            NodeCount += combinations.Nodes;
            if (combinations.Nodes == 0)
            {
                problems.Warn(step, "", "its parameters have no values, so it has nothing to run.");
            }
            else if (combinations.Collapsed > 0 && collapsedReported.Add(string.Join(',', used)))
            {
                problems.Warn(
                    step,
                    "",
                    $"{combinations.Collapsed} of its combinations have the same labels as earlier ones and are left out; "
                    + "give different values different labels.");
            }
        }
    }

    /// <summary>Places of the steps in the spec, each after those it waits for.</summary>
    public IReadOnlyList<int> Order { get; }

    /// <summary>Number of nodes that all steps become.</summary>
    public int NodeCount { get; }

    /// <summary>The steps in an order that dependencies allow.</summary>
    public IEnumerable<PlannedStep> InOrder => Order.Select(index => _steps[index]);

    /// <summary>A step by its place in the spec.</summary>
    public PlannedStep this[int index] => _steps[index];

    private IReadOnlyList<int> Used(IReadOnlyList<int> own, StepLinks links)
    {
        IEnumerable<int> inheritedFrom = links.Dependencies.Where(d => !d.Starred).Select(d => d.Step)
            .Concat(links.Workspaces.Where(w => !links.IsStarred(w)));
        SortedSet<int>? all = null;
        foreach (int step in inheritedFrom)
        {
            if (_steps[step].Used.Count > 0)
            {
                (all ??= [.. own]).UnionWith(_steps[step].Used);
            }
        }

        return all is null ? own : [.. all];
    }
}

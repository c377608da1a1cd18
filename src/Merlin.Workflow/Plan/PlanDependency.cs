namespace Merlin.Workflow.Plan;

/// <summary>One node's dependency on an earlier one.</summary>
/// <param name="Node">Place of the earlier node in <see cref="StudyPlan.Nodes"/>.</param>
/// <param name="Kind">What is waited for.</param>
public readonly record struct PlanDependency(int Node, PlanDependencyKind Kind);

using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Expansion;

/// <summary>A plan, and what the user should know about it.</summary>
/// <param name="Plan">The plan.</param>
/// <param name="Warnings">What works, but probably not as meant.</param>
public sealed record PlanResult(StudyPlan Plan, IReadOnlyList<SpecProblem> Warnings);

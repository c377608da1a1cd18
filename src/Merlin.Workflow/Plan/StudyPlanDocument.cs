namespace Merlin.Workflow.Plan;

/// <summary>A plan with the number of its format.</summary>
internal sealed record StudyPlanDocument(int Version, StudyPlan? Plan);

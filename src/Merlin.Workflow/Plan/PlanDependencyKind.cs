namespace Merlin.Workflow.Plan;

/// <summary>What a dependency between nodes waits for.</summary>
public enum PlanDependencyKind
{
    /// <summary>Every task of the earlier node.</summary>
    All = 0,

    /// <summary>The task of the same sample: both nodes belong to one chain.</summary>
    Elementwise = 1,
}

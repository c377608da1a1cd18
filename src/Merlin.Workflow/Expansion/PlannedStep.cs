using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Expansion;

/// <summary>A step while it is being expanded.</summary>
/// <param name="Spec">The step as written.</param>
/// <param name="Links">What it takes from other steps.</param>
/// <param name="Used">The parameters that it is expanded over, its own and inherited ones, in ascending order.</param>
/// <param name="Combinations">Their distinct combinations: the step's nodes.</param>
/// <param name="FirstNode">The number of its first node; the others follow.</param>
internal sealed record PlannedStep(
    StepSpec Spec, StepLinks Links, IReadOnlyList<int> Used, StepCombinations Combinations, int FirstNode)
{
    /// <summary>The numbers of all its nodes.</summary>
    public IEnumerable<int> Nodes => Enumerable.Range(FirstNode, Combinations.Nodes);
}

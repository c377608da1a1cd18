namespace Merlin.Workflow.Expansion;

/// <summary>One step's dependency on another.</summary>
/// <param name="Step">Place of the other step in the spec.</param>
/// <param name="Starred">Whether every combination of it is waited for, instead of the same combination.</param>
internal readonly record struct StepDependency(int Step, bool Starred);

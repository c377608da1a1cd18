namespace Merlin.Workflow.Expansion;

/// <summary>What one step takes from other steps.</summary>
internal sealed class StepLinks
{
    /// <summary>The steps that it waits for.</summary>
    public List<StepDependency> Dependencies { get; } = [];

    /// <summary>Places in the spec of the other steps whose workspaces its commands name.</summary>
    public List<int> Workspaces { get; } = [];

    /// <summary>Whether a step is waited for in all its combinations by a star.</summary>
    public bool IsStarred(int step) => Dependencies.Contains(new StepDependency(step, Starred: true));
}

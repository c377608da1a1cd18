namespace Merlin.Workflow.Spec;

/// <summary>A spec cannot be used. The message lists every problem, one a line.</summary>
public sealed class SpecException : Exception
{
    /// <summary>States why the spec cannot be used.</summary>
    /// <param name="problems">All problems found, at least one; warnings may be among them.</param>
    public SpecException(IReadOnlyList<SpecProblem> problems)
        : base(string.Join('\n', problems)) => Problems = problems;

    /// <summary>States the one reason why the spec cannot be used.</summary>
    public SpecException(SpecProblem problem)
        : this([problem])
    {
    }

    /// <summary>All problems, in the order of their places.</summary>
    public IReadOnlyList<SpecProblem> Problems { get; }
}

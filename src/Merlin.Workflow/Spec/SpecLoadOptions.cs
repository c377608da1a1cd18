namespace Merlin.Workflow.Spec;

/// <summary>How a spec is loaded.</summary>
public sealed record SpecLoadOptions
{
    /// <summary>Whether unknown keys are errors instead of warnings. Default: false.</summary>
    public bool Strict { get; init; }

    /// <summary>The words of <c>--vars</c>, each <c>NAME=VALUE</c>. Default: none.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Whether a samples file is given beside the spec, which then need not name one. Default: false.</summary>
    public bool HasSamplesFile { get; init; }
}

namespace Merlin.Workflow.Spec;

/// <summary>Whether a spec can be used in spite of a problem.</summary>
public enum SpecSeverity
{
    /// <summary>The spec works, but probably not as meant.</summary>
    Warning = 0,

    /// <summary>The spec cannot be used.</summary>
    Error = 1,
}

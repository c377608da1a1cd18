namespace Merlin.Workflow.Forecast;

/// <summary>How the tasks of one step wait for those of another.</summary>
public enum StepLinkKind
{
    /// <summary>Each for all of them.</summary>
    All = 0,

    /// <summary>Each for those of the same combination of parameters.</summary>
    Combination = 1,

    /// <summary>Each for the one of the same sample.</summary>
    Sample = 2,
}

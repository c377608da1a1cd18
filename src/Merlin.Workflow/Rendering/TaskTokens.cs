namespace Merlin.Workflow.Rendering;

/// <summary>Names of the tokens that a command keeps after parameters are filled in.</summary>
internal static class TaskTokens
{
    /// <summary>Index of the task's sample.</summary>
    public const string SampleId = "MERLIN_SAMPLE_ID";

    /// <summary>Path of the task's sample below the node's workspace.</summary>
    public const string SamplePath = "MERLIN_SAMPLE_PATH";

    /// <summary>Glob that matches every sample's directory.</summary>
    public const string GlobPath = "MERLIN_GLOB_PATH";

    /// <summary>The paths of all samples.</summary>
    public const string AllPaths = "MERLIN_PATHS_ALL";

    /// <summary>A file that holds the paths of all samples, one a line.</summary>
    public const string PathsFile = "MERLIN_PATHS_FILE";

    /// <summary>Exit code that stops all workers.</summary>
    public const string StopWorkers = "MERLIN_STOP_WORKERS";

    /// <summary>Exit code that makes the task raise.</summary>
    public const string RaiseError = "MERLIN_RAISE_ERROR";
}

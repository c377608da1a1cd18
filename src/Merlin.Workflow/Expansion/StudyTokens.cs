using Merlin.Workflow.Rendering;

namespace Merlin.Workflow.Expansion;

/// <summary>The tokens in commands whose values are the same for the whole study.</summary>
internal sealed class StudyTokens
{
    /// <summary>Name of the token of the node's own workspace.</summary>
    public const string Workspace = "WORKSPACE";

    private const string StopWorkersCode = "105";
    private const string RaiseErrorCode = "106";

    private readonly string _globPath;
    private readonly string _pathsFile;

    public StudyTokens(PlanInputs inputs)
    {
        _globPath = inputs.Samples?.ToLayout().GlobPath ?? "";
        _pathsFile = PathsFile(inputs);
    }

    /// <summary>Absolute path of the file of sample paths.</summary>
    public static string PathsFile(PlanInputs inputs) => $"{inputs.Workspace}/merlin_info/sample_paths.txt";

    /// <summary>The value of a token, or null when it is none of these.</summary>
    public string? Value(ReadOnlySpan<char> name) => name switch
    {
        TaskTokens.GlobPath => _globPath,
        TaskTokens.PathsFile => _pathsFile,
        TaskTokens.StopWorkers => StopWorkersCode,
        TaskTokens.RaiseError => RaiseErrorCode,
        _ => null,
    };
}

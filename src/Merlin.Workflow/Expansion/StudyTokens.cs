using Merlin.Workflow.Rendering;
using Merlin.Workflow.Samples;

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
        _globPath = inputs.Samples is SampleSource samples
            ? new SampleLayout(samples.Rows, samples.LevelMaxDirs).GlobPath
            : "";
        _pathsFile = PathsFile(inputs);
    }

    /// <summary>Whether the file of sample paths was asked for.</summary>
    public bool UsesPathsFile { get; private set; }

    /// <summary>Absolute path of the file of sample paths.</summary>
    public static string PathsFile(PlanInputs inputs) => $"{inputs.Workspace}/merlin_info/sample_paths.txt";

    /// <summary>The value of a token, or null when it is none of these.</summary>
    public string? Value(ReadOnlySpan<char> name)
    {
        if (name is TaskTokens.PathsFile)
        {
            UsesPathsFile = true;
            return _pathsFile;
        }

        return name switch
        {
            TaskTokens.GlobPath => _globPath,
            TaskTokens.StopWorkers => StopWorkersCode,
            TaskTokens.RaiseError => RaiseErrorCode,
            _ => null,
        };
    }
}

using Merlin.Workflow.Spec;

namespace Merlin.Workflow.Variables;

/// <summary>The system's own tokens whose values are known before planning.</summary>
internal static class SpecialVariables
{
    /// <summary>Those that the workspace's place may depend on.</summary>
    public static IReadOnlyDictionary<string, string> Early(SpecFile file, ExpansionContext context) =>
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SPECROOT"] = SpecRoot(file, context),
            ["MERLIN_TIMESTAMP"] = context.Timestamp,
        };

    /// <summary>All of them.</summary>
    /// <param name="file">The spec.</param>
    /// <param name="context">Where and when it is expanded.</param>
    /// <param name="place">Where the study lives.</param>
    /// <param name="labels">The sample columns; none when there are no samples.</param>
    public static IReadOnlyDictionary<string, string> For(
        SpecFile file, ExpansionContext context, StudyPlace place, IReadOnlyList<string> labels)
    {
        string info = Path.Combine(place.Workspace, ExpandedSpec.InfoDirectoryName);
        string copy = Path.Combine(info, file.BaseName);
        var values = new Dictionary<string, string>(Early(file, context), StringComparer.Ordinal)
        {
            ["OUTPUT_PATH"] = place.OutputPath,
            ["MERLIN_WORKSPACE"] = place.Workspace,
            ["MERLIN_INFO"] = info,
            ["MERLIN_SPEC_ORIGINAL_TEMPLATE"] = copy + ".orig.yaml",
            ["MERLIN_SPEC_EXECUTED_RUN"] = copy + ".partial.yaml",
            ["MERLIN_SPEC_ARCHIVED_COPY"] = copy + ".expanded.yaml",
            ["MERLIN_SUCCESS"] = "0",
            ["MERLIN_RESTART"] = "100",
            ["MERLIN_SOFT_FAIL"] = "101",
            ["MERLIN_HARD_FAIL"] = "102",
            ["MERLIN_RETRY"] = "104",
        };
        if (labels.Count > 0)
        {
            values["MERLIN_SAMPLE_NAMES"] = string.Join(' ', labels);
            values["MERLIN_SAMPLE_VECTOR"] = string.Join(' ', labels.Select(label => $"$({label})"));
        }

        return values;
    }

    private static string SpecRoot(SpecFile file, ExpansionContext context) =>
        Path.GetDirectoryName(Path.GetFullPath(file.Path, context.CurrentDirectory)) ?? "/";
}

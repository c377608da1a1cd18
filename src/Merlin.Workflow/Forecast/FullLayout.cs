using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Forecast;

/// <summary>
/// Counts what the tasks of a node leave when each has a directory of its own: scripts, output files, the finished mark and
/// status files.
/// </summary>
/// <param name="samples">The layout of the study's samples, or null without samples.</param>
/// <param name="rules">What it depends on beside the plan.</param>
internal sealed class FullLayout(SampleLayout? samples, ForecastRules rules)
{
    private const long OutputFiles = 2;

    // The finished mark, and the results that a simulation may answer; its own files are a few for each slot.
    private const long ServedFiles = 2;

    // What stands in a status file beside names, parameters and the task's directory.
    private const long StatusText = 190;

    // More tasks than this keep their status files apart; see the worker that puts them together.
    private const long MostCondensed = 10_000;

    /// <summary>Everything but the lengths of scripts.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="node">The node.</param>
    public FileCount Of(StudyPlan plan, PlanNode node)
    {
        long directories = 1 + (node.Sampled ? samples?.Directories ?? 0 : 0);
        var made = new FileCount(directories, node.Count * FilesOfTask(plan, node), 0, directories * rules.BlockSize);
        return made.Plus(StatusFiles(node));
    }

    private static long FilesOfTask(StudyPlan plan, PlanNode node)
    {
        if (node.Defect is not null)
        {
            return 0;
        }

        if (node.Start == TaskStart.Serve)
        {
            return plan.DryRun ? 0 : ServedFiles;
        }

        long scripts = node.RestartCommand is null ? 1 : 2;
        return plan.DryRun ? scripts : scripts + OutputFiles + 1;
    }

    private FileCount StatusFiles(PlanNode node)
    {
        if (!node.StatusFiles)
        {
            return default;
        }

        long pathLength = node.Directory.Length + (node.Sampled ? samples?.PathLength ?? 0 : 0);
        long entry = StatusText + pathLength;
        long length = entry + node.Name.Length + ParameterText(node.CommandParameters) + ParameterText(node.RestartParameters);
        if (rules.Distributed && node is { Sampled: true, Count: > 1 and <= MostCondensed })
        {
            long together = length + (entry * (node.Count - 1));
            return new FileCount(0, 1, together, rules.OnDisk(together));
        }

        return new FileCount(0, node.Count, length * node.Count, rules.OnDisk(length) * node.Count);
    }

    private static long ParameterText(IReadOnlyList<KeyValuePair<string, string>>? parameters) =>
        parameters?.Sum(static entry => entry.Key.Length + entry.Value.Length + 6L) ?? 0;
}

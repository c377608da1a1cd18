using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Forecast;

/// <summary>
/// Counts what the tasks of a step leave in the packed layout: records in a few files of each worker, and the directories
/// that are restored for steps which name the samples' paths.
/// </summary>
/// <param name="samples">The layout of the study's samples, or null without samples.</param>
/// <param name="rules">What it depends on beside the plan.</param>
internal sealed class PackedSteps(SampleLayout? samples, ForecastRules rules)
{
    // A record without output and kept files: the heads of its frame and of itself, and its entry in the index.
    private const long RecordBytes = 60;
    private const long EntryBytes = 36;

    // A worker begins another pack at this length.
    private const long LargestPack = 256L << 20;

    /// <summary>The packs of a step and their directories.</summary>
    /// <param name="tasks">How many tasks of it are packed.</param>
    public FileCount Of(long tasks)
    {
        if (tasks == 0)
        {
            return default;
        }

        const long Directories = 2; // the step's, and the one for packs
        long workers = Math.Min(rules.Workers, tasks);
        long packs = workers + (tasks * RecordBytes / LargestPack);
        long locks = rules.Distributed ? 1 : 0;
        long bytes = tasks * (RecordBytes + EntryBytes);
        return new FileCount(
            Directories, (2 * packs) + locks, bytes, (Directories * rules.BlockSize) + rules.OnDisk(bytes));
    }

    /// <summary>The directories of packed tasks that are restored before some tasks begin.</summary>
    /// <param name="nodes">The packed nodes, each once.</param>
    public FileCount Restored(IReadOnlyList<PlanNode> nodes)
    {
        long directories = nodes.Sum(static node => node.Directory.Contains('/', StringComparison.Ordinal) ? 1L : 0)
            + (nodes.Count * (samples?.Directories ?? 0));
        return new FileCount(directories, 0, 0, directories * rules.BlockSize);
    }
}

using Merlin.Benchmarks.Capacity.Crowds;
using Merlin.Benchmarks.Capacity.Studies;
using Merlin.Benchmarks.Capacity.Workers;

namespace Merlin.Benchmarks.Capacity;

/// <summary>Measures what one broker carries: studies of any size, and workers of any number.</summary>
internal static class CapacityCommand
{
    private const int Workers = 64;
    private const int FewWorkers = 4;
    private const int FewTimes = 2;
    private const int FirstLeaseRounds = 20;
    private const int Statuses = 7;
    private const int PacePerSecond = 2000;

    private static readonly int[] Crowds = [10, 1000];
    private static readonly int[] FewCrowds = [2, 20];
    private static readonly TimeSpan PaceLength = TimeSpan.FromSeconds(10);

    // More would take too long.
    private const long MostOneByOne = 1_000_000;

    // Enough for some seconds.
    private const long CrowdTasks = 200_000;
    private const long CrowdBulk = 10_000_000;

    /// <summary>What can be measured, by name and in its order.</summary>
    public static OrderedDictionary<string, Func<CapacityOptions, CapacityReport, Task>> Parts { get; } = new(StringComparer.Ordinal)
    {
        ["first"] = MeasureFirstLeasesAsync,
        ["in-order"] = static (options, report) => MeasureStudiesAsync(options, report, WorkerHabits.InOrder, long.MaxValue),
        ["at-random"] = static (options, report) => MeasureStudiesAsync(options, report, WorkerHabits.AtRandom, long.MaxValue),
        ["one-by-one"] = static (options, report) => MeasureStudiesAsync(options, report, WorkerHabits.OneByOne, MostOneByOne),
        ["workers"] = MeasureCrowdsAsync,
    };

    /// <summary>Runs it; see <see cref="CapacityOptions"/>.</summary>
    public static Task<int> RunAsync(string[] args) => MeasureOptions.RunAsync(new CapacityOptions(), args, MeasureAsync);

    private static async Task MeasureAsync(CapacityOptions options)
    {
        var report = new CapacityReport(new Records(options.Out, options.Machine, options.Commit));
        foreach (string part in options.Parts)
        {
            await Parts[part](options, report);
        }

        report.Print();
    }

    private static async Task MeasureFirstLeasesAsync(CapacityOptions options, CapacityReport report)
    {
        var run = new FirstLeases(options.Sizes, options.Scaled(Workers, FewWorkers), options.Scaled(FirstLeaseRounds, FewTimes));
        foreach ((long tasks, List<double> millis) in await options.InDirectoryAsync(directory => run.RunAsync(options.Merlin, directory)))
        {
            report.Add(tasks, millis);
        }
    }

    private static async Task MeasureStudiesAsync(
        CapacityOptions options, CapacityReport report, WorkerHabits habits, long most)
    {
        foreach (long tasks in options.Sizes.Select(size => Math.Min(size, most)).Distinct())
        {
            await MeasureStudyAsync(options, report, habits, tasks, options.Scaled(Workers, FewWorkers));
        }
    }

    private static async Task MeasureCrowdsAsync(CapacityOptions options, CapacityReport report)
    {
        foreach (int workers in options.Tiny ? FewCrowds : Crowds)
        {
            await MeasureStudyAsync(options, report, WorkerHabits.SingleLeases, Math.Min(CrowdTasks, options.Sizes.Max()), workers);
            await MeasureStudyAsync(options, report, WorkerHabits.InOrder, Math.Min(CrowdBulk, options.Sizes.Max()), workers);
            var crowd = new PacedCrowd(workers, PacePerSecond, options.Tiny ? PaceLength / 10 : PaceLength);
            report.Add(workers, PacePerSecond, await options.InDirectoryAsync(directory => crowd.RunAsync(options.Merlin, directory)));
        }
    }

    private static async Task MeasureStudyAsync(
        CapacityOptions options, CapacityReport report, WorkerHabits habits, long tasks, int workers)
    {
        var run = new StudyRun(habits, tasks, workers, options.Scaled(Statuses, FewTimes), options.Scaled(int.MaxValue, 1));
        report.Add(habits, tasks, workers, await options.InDirectoryAsync(directory => run.RunAsync(options.Merlin, directory)));
    }
}

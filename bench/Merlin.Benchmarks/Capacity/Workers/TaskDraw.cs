using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Capacity.Workers;

/// <summary>Makes up what came of attempts: times that differ as those of real tasks do, and failures by chance.</summary>
internal sealed class TaskDraw(WorkerHabits habits, Random random)
{
    private const int ShortestMicros = 500_000;
    private const int SpreadMicros = 1_000_000;
    private const int DelayMicros = 100_000;
    private const int SoftFailureExit = 101;
    private const int RetryExit = 104;

    /// <summary>An attempt that has just ended.</summary>
    /// <param name="index">The task.</param>
    /// <param name="past">What is known of its earlier attempts; null for none.</param>
    /// <param name="now">The present in microseconds since 1970.</param>
    public TaskRecord Run(long index, AttemptState? past, long now)
    {
        (TaskOutcome outcome, int exit) = Outcome(random.NextDouble());
        long duration = ShortestMicros + random.Next(SpreadMicros);
        long start = now - duration - random.Next(DelayMicros);
        return past is { } earlier
            ? new TaskRecord(index, outcome, exit, earlier.Attempt, start, duration, Math.Max(duration, now - earlier.FirstStartMicros))
            : new TaskRecord(index, outcome, exit, 0, start, duration, duration);
    }

    private (TaskOutcome Outcome, int Exit) Outcome(double chance)
    {
        if (chance < habits.SoftFailures)
        {
            return (TaskOutcome.SoftFailed, SoftFailureExit);
        }

        return chance < habits.SoftFailures + habits.Retries ? (TaskOutcome.Retry, RetryExit) : (TaskOutcome.Succeeded, 0);
    }
}

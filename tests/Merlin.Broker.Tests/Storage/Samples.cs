using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Storage;

/// <summary>Studies and records for tests.</summary>
internal static class Samples
{
    public static readonly StudyId Study = new(1);

    public static readonly ArrayId Array = new(Study, 0);

    public static ArraySpec ArrayOf(long count, string name = "step", params ArrayDependency[] dependencies) =>
        new(name, "queue", count, 16, 30, TimeSpan.FromSeconds(1), dependencies);

    public static StudySubmission Submission(params ArraySpec[] arrays) =>
        new("study", "/study", "somebody", arrays, new byte[] { 1, 2, 3 });

    public static StudyAdded Added(StudyId study, params ArraySpec[] arrays) =>
        new(study, Submission(arrays), new Instant(1_000_000));

    public static TaskRecord Record(Random random, long index)
    {
        TaskOutcome outcome = random.Next(20) switch
        {
            0 => TaskOutcome.SoftFailed,
            1 => TaskOutcome.Raised,
            _ => TaskOutcome.Succeeded,
        };
        int attempt = random.Next(30) == 0 ? random.Next(1, 5) : 0;
        int exit = outcome == TaskOutcome.Succeeded ? 0 : random.Next(1, 140);
        long start = 1_700_000_000_000_000 + (index * 700) + random.Next(5_000_000);
        long duration = random.Next(1, 3_000_000);
        long elapsed = attempt == 0 ? duration : duration + random.Next(90_000_000);
        return new TaskRecord(index, outcome, exit, attempt, start, duration, elapsed);
    }

    public static TasksEnded Ended(ArrayId array, string consumer, params IReadOnlyList<TaskRecord> tasks) =>
        new(array, new ConsumerId(consumer), tasks);

    public static long[] Shuffled(Random random, int count)
    {
        long[] indices = [.. Enumerable.Range(0, count).Select(index => (long)index)];
        random.Shuffle(indices);
        return indices;
    }
}

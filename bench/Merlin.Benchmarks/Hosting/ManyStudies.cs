using System.Diagnostics;
using System.Globalization;
using Merlin.Broker;
using Merlin.Broker.Changes;
using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Storage;

namespace Merlin.Benchmarks.Hosting;

/// <summary>
/// How long a broker takes to start, and how much memory it needs, with many finished studies in its store.
/// <c>many-studies make DIRECTORY STUDIES TASKS</c> makes the store, <c>many-studies start DIRECTORY</c> measures.
/// </summary>
internal static class ManyStudies
{
    private const int Steps = 3;
    private const int TasksPerCommit = 100_000;

    public static async Task<int> RunAsync(string[] args)
    {
        switch (args)
        {
            case ["make", string directory, string studies, string tasks]:
                Make(directory, long.Parse(studies, CultureInfo.InvariantCulture), long.Parse(tasks, CultureInfo.InvariantCulture));
                return 0;
            case ["start", string directory]:
                await StartAsync(directory);
                return 0;
            default:
                await Console.Error.WriteLineAsync("many-studies make DIRECTORY STUDIES TASKS | many-studies start DIRECTORY");
                return 2;
        }
    }

    private static void Make(string directory, long studies, long tasks)
    {
        using Store store = Store.Open(directory);
        for (long number = 1; number <= studies; number++)
        {
            AddStudy(store, new StudyId(number), tasks / Steps);
        }

        while (store.Housekeep())
        {
            // As a broker does that has nothing else to do.
        }
    }

    private static void AddStudy(Store store, StudyId study, long count)
    {
        ArraySpec[] arrays =
            [.. Enumerable.Range(0, Steps).Select(step => new ArraySpec($"step{step}", "merlin", count, 16, 30, TimeSpan.Zero, []))];
        var submission = new StudySubmission($"study{study.Value}", $"/studies/{study.Value}", "bench", arrays, new byte[100_000]);
        store.Commit([new StudyAdded(study, submission, new Instant(study.Value))]);
        for (int step = 0; step < Steps; step++)
        {
            var array = new ArrayId(study, step);
            for (long start = 0; start < count; start += TasksPerCommit)
            {
                store.Commit([new TasksEnded(array, new ConsumerId($"worker-{study.Value}"), Records(start, Math.Min(count, start + TasksPerCommit)))]);
            }
        }

        store.Commit([new StudyClosed(study, StudyEnd.Completed, new Instant(study.Value + 1))]);
    }

    private static TaskRecord[] Records(long start, long end)
    {
        var random = new Random((int)start);
        var records = new TaskRecord[end - start];
        for (int i = 0; i < records.Length; i++)
        {
            TaskOutcome outcome = random.Next(20) == 0 ? TaskOutcome.SoftFailed : TaskOutcome.Succeeded;
            long duration = random.Next(1_000_000);
            records[i] = new TaskRecord(
                start + i, outcome, outcome == TaskOutcome.Succeeded ? 0 : 1, 0, 1_700_000_000_000_000 + (i * 700L), duration, duration);
        }

        return records;
    }

    // From the process's start until a client has the list of all studies, then until it has the status of each.
    private static async Task StartAsync(string directory)
    {
        using Store store = Store.Open(directory);
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System, "bench");
        using var client = new BrokerClient(listener => host.Connect(ClientIdentity.OfThisUser("bench"), listener));
        StudyList list = await client.AskAsync<StudyList>(
            number => new StudyListRequest(number, true, null, null, null, 1000), CancellationToken.None);
        TimeSpan listed = SinceStart();
        foreach (StudySummary study in list.Studies)
        {
            await client.AskAsync<StudyStatusAnswer>(
                number => new StudyStatusRequest(number, study.Study), CancellationToken.None);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{listed.TotalSeconds:F3} {SinceStart().TotalSeconds:F3} {PeakKibibytes()}"));
    }

    private static TimeSpan SinceStart()
    {
        using var process = Process.GetCurrentProcess();
        return TimeProvider.System.GetUtcNow().UtcDateTime - process.StartTime.ToUniversalTime();
    }

    private static long PeakKibibytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1024;
    }
}

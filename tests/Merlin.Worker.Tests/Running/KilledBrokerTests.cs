using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Wire;
using Merlin.Worker.Tests.Guarding;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Worker.Tests.Running;

public sealed class KilledBrokerTests
{
    private const int Count = 300;
    private const int Kills = 3;
    private const int Seed = 20260102;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);

    [Fact]
    public async Task A_worker_outlives_its_brokers_and_every_task_runs_once()
    {
        string root = Directory.CreateTempSubdirectory("merlin-kb-").FullName;
        string socket = Directory.CreateDirectory(
            Path.Combine(root, "s"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
        string address = $"ipc://{socket}/b";
        string store = Path.Combine(root, "store");
        var random = new Random(Seed);
        StudyPlan plan = Plan(Path.Combine(root, "w"));
        var log = new ListLogger();
        HostProcess broker = HostProcess.StartBroker(address, store);
        using var client = new BrokerClient(listener => Connect(address, listener));
        await client.Greeting.WaitAsync(Limit);
        StudyAccepted study = await client.AskAsync<StudyAccepted>(number => new StudySubmit(number, Submission(plan)), default);
        await using var worker = new TaskWorker(
            new WorkerOptions { Name = "wk", Slots = 2 }, listener => Connect(address, listener), log);
        Task<WorkerEnd> end = worker.RunAsync(CancellationToken.None);

        for (int kill = 0; kill < Kills; kill++)
        {
            int progress = Finished(plan) + random.Next(1, Count / (Kills + 1));
            await Rig.Until(
                () => Finished(plan) >= Math.Min(Count, progress), $"seed {Seed}: no progress to {progress}\n{log.Text}");
            broker.Kill();
            await broker.Ended();
            broker.Dispose();
            broker = HostProcess.StartBroker(address, store);
        }

        await Rig.Until(() => Finished(plan) == Count, $"seed {Seed}: not all tasks end\n{log.Text}");
        Assert.Equal(StudyEnd.Completed, await client.WatchAsync(study.Study, default).WaitAsync(Limit));
        StudyStatusAnswer answer = await client.AskAsync<StudyStatusAnswer>(
            number => new StudyStatusRequest(number, study.Study), default).WaitAsync(Limit);
        Assert.Equal(Count, answer.Status.Arrays[0].CountOf(TaskOutcome.Succeeded));
        foreach (string output in Directory.EnumerateFiles(plan.Workspace, "s.out", SearchOption.AllDirectories))
        {
            Assert.Equal("ran\n", await File.ReadAllTextAsync(output));
        }

        worker.Drain("the test is over", grace: null);
        Assert.Equal(WorkerEnd.Drained, await end.WaitAsync(Limit));
        broker.Dispose();
        Directory.Delete(root, recursive: true);
    }

    private static IBrokerChannel Connect(string address, IBrokerListener listener) =>
        WireClient.Connect(new BrokerEndpoint(address, null), "test", listener, NullLogger.Instance);

    private static int Finished(StudyPlan plan) =>
        Directory.Exists(plan.Workspace)
            ? Directory.EnumerateFiles(plan.Workspace, "MERLIN_FINISHED", SearchOption.AllDirectories).Count()
            : 0;

    private static StudySubmission Submission(StudyPlan plan) => new(
        plan.Name,
        plan.Workspace,
        "",
        [new ArraySpec("s", "q", Count, 16, 3, TimeSpan.Zero, [])],
        StudyPlanFormat.Write(plan))
    { Token = "one" };

    private static StudyPlan Plan(string workspace) => new()
    {
        Name = "study",
        Workspace = workspace,
        Timestamp = "20260101-000000",
        Samples = new SampleSource
        {
            File = "/nonexistent.csv",
            Labels = [],
            Rows = Count,
            Columns = 1,
            LevelMaxDirs = 25,
            FileSize = 0,
            FileTicks = 0,
        },
        Nodes = [Rig.Sampled("s", "echo ran; sleep 0.02", Count) with { StatusFiles = false }],
    };
}

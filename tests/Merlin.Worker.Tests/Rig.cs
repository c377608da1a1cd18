using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Worker.Tests;

/// <summary>A worker at work for a scripted broker, in a workspace of its own.</summary>
internal sealed class Rig : IAsyncDisposable
{
    // What is waited for needs the processors more.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskWorker _worker;
    private readonly Task<WorkerEnd> _run;

    private Rig(StudyPlan plan, WorkerOptions options, Action<ScriptedBroker>? prepare)
    {
        Plan = plan;
        Broker = new ScriptedBroker(plan);
        prepare?.Invoke(Broker);
        _worker = new TaskWorker(options, Broker.Connect, Log);
        _run = _worker.RunAsync(_stop.Token);
    }

    public StudyPlan Plan { get; }

    public ScriptedBroker Broker { get; }

    public ListLogger Log { get; } = new();

    public Task<WorkerEnd> End => _run;

    public static Rig Start(
        IReadOnlyList<PlanNode> nodes,
        bool pidFd = true,
        int slots = 2,
        long samples = 0,
        bool dryRun = false,
        Func<WorkerOptions, WorkerOptions>? change = null,
        Func<StudyPlan, StudyPlan>? changePlan = null,
        Action<ScriptedBroker>? prepare = null)
    {
        string workspace = Directory.CreateTempSubdirectory("merlin-worker-").FullName;
        var source = new SampleSource
        {
            File = Path.Combine(workspace, "samples.csv"),
            Labels = ["X"],
            Rows = samples,
            Columns = 1,
            LevelMaxDirs = 25,
            FileSize = 0,
            FileTicks = 0,
        };
        var plan = new StudyPlan
        {
            Name = "study",
            Workspace = workspace,
            Timestamp = "20260101-000000",
            Samples = samples > 0 ? source : null,
            DryRun = dryRun,
            Nodes = nodes,
        };
        var options = new WorkerOptions
        {
            Name = "wk",
            Slots = slots,
            UsePidFd = pidFd,
            ScratchDirectory = Path.Combine(workspace, "scratch"),
            TerminationGrace = TimeSpan.FromMilliseconds(200),
        };
        return new Rig(
            changePlan is null ? plan : changePlan(plan), change is null ? options : change(options), prepare);
    }

    public static PlanNode Node(string name, string command) => new()
    {
        Name = name,
        Step = name,
        Directory = name,
        ScriptBase = name,
        ScriptExtension = ".sh",
        Shell = "/bin/sh",
        Command = command,
        Queue = "q",
        StatusFiles = true,
    };

    public static PlanNode Sampled(string name, string command, long count) =>
        Node(name, command) with { Sampled = true, Count = count };

    public string PathOf(params string[] parts) => Path.Combine([Plan.Workspace, .. parts]);

    public string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    public void Cancel() => _stop.Cancel();

    public void Kill() => _worker.KillNow();

    public void Drain(TimeSpan? grace = null) => _worker.Drain("the test says so", grace);

    public string? Refusal => _worker.Refusal;

    /// <summary>Waits for a state outside the broker.</summary>
    public static async Task Until(Func<bool> condition, string failure)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!condition())
        {
            Assert.False(limit.IsCancellationRequested, failure);
            await Task.Delay(Interval, TimeProvider.System);
        }
    }

    public Task UntilLogged(string words) =>
        Until(() => Log.Text.Contains(words, StringComparison.Ordinal), $"the log does not say '{words}'");

    /// <summary>Waits until some tasks have started; which ones of several is not said, since threads prepare them side by side.</summary>
    /// <returns>The names of their directories.</returns>
    public async Task<string[]> UntilStarted(int count)
    {
        await Until(() => Started.Length >= count, $"fewer than {count} tasks start");
        return Started;
    }

    public string[] Started =>
        [.. Directory.GetFiles(Plan.Workspace, "s.out", SearchOption.AllDirectories).Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))];

    public Task UntilThere(params string[] parts) =>
        Until(() => File.Exists(PathOf(parts)), $"there is no {string.Join('/', parts)}");

    public void LoseBroker() => _worker.LoseBroker();

    public async Task<WorkerEnd> Release()
    {
        Broker.Say(new ConsumerStop("the test is over"));
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await ((Task)_run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _worker.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(Plan.Workspace, recursive: true);
    }
}

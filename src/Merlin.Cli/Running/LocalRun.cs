using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Merlin.Cli.Display;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Worker;

namespace Merlin.Cli.Running;

/// <summary>
/// Runs a prepared study in this process: scheduler, store and worker are those of a distributed run, joined by an
/// in-memory channel.
/// </summary>
internal sealed class LocalRun
{
    private const string WorkerName = "local";
    private static readonly TimeSpan DisplayInterval = TimeSpan.FromMilliseconds(250);

    // The time between two looks is at least so many times what a look takes.
    private const int Patience = 20;

    private readonly PreparedStudy _study;
    private readonly int _slots;
    private readonly bool _json;
    private readonly Terminal _terminal;

    private LocalRun(PreparedStudy study, int? concurrency, bool json, Terminal terminal)
    {
        _study = study;
        _slots = concurrency ?? Environment.ProcessorCount;
        _json = json;
        _terminal = terminal;
    }

    /// <summary>Runs the study to its end, or until a person stops it.</summary>
    /// <param name="study">The study.</param>
    /// <param name="workspaceLock">The lock of its workspace, which stays the caller's.</param>
    /// <param name="concurrency">How many tasks run at once; null for as many as there are cores.</param>
    /// <param name="json">Whether a program reads the output.</param>
    /// <param name="terminal">Where it is shown.</param>
    /// <param name="signals">What stops it; stays the caller's.</param>
    /// <returns>The exit status that says how it ended.</returns>
    public static Task<int> RunAsync(
        PreparedStudy study,
        WorkspaceLock workspaceLock,
        int? concurrency,
        bool json,
        Terminal terminal,
        StopSignals signals) =>
        new LocalRun(study, concurrency, json, terminal).RunAsync(workspaceLock, signals);

    private async Task<int> RunAsync(WorkspaceLock workspaceLock, StopSignals signals)
    {
        long begin = _terminal.Clock.GetTimestamp();
        using Store store = Store.Open(_study.StateDirectory);
        EarlierSamples.RefuseIfChanged(store, _study.Plan);
        StudyStatus? earlier = store.LatestStudy is { } latest ? store.ReadStatus(latest, null) : null;
        store.BeginRun();
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), _terminal.Clock);
        ClientIdentity user = ClientIdentity.OfThisUser(Environment.UserName);
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(signals.Token);
        await using var worker = new TaskWorker(
            WorkerSettings(workspaceLock),
            listener => host.Connect(user, listener),
            _terminal.Log);
        signals.OnSecond(worker.KillNow);

        // The worker, the submission and the status server get ready side by side.
        Task<WorkerEnd> work = worker.RunAsync(leave.Token);
        using var client = new BrokerClient(listener => host.Connect(user, listener));
        Task<StudyAccepted> submission = client.AskAsync<StudyAccepted>(
            number => new StudySubmit(number, Submission.Of(_study.Plan)), CancellationToken.None);
        using StatusServer server = StatusServer.Start(host, _study.StateDirectory);
        Task<StudyEnd> end = client.WatchAsync((await AcceptedAsync(submission, host)).Study, CancellationToken.None);

        await using var display = new DetachedRunDisplay(_terminal, () => RunDisplays.Create(_terminal, _study.Plan, _json, earlier));
        await WatchAsync(host, Task.WhenAny(work, end, host.Stopped), display);
        await leave.CancelAsync();
        await EndAsync(host, worker, work);

        var summary = new RunSummary(
            _study.Plan, LastStatus(host), _terminal.Clock.GetElapsedTime(begin), signals.Received is not null, earlier);
        await display.EndAsync(summary);
        return summary.ExitStatus;
    }

    private static async Task<StudyAccepted> AcceptedAsync(Task<StudyAccepted> submission, BrokerHost host)
    {
        try
        {
            return await submission;
        }
        catch (BrokerUnavailableException) when (host.Stopped.IsFaulted)
        {
            await host.Stopped;
            throw;
        }
    }

    /// <summary>Shows how the study stands until it has ended, the worker has left, or the workspace is gone.</summary>
    private async Task WatchAsync(BrokerHost host, Task over, DetachedRunDisplay display)
    {
        using var tick = new PeriodicTimer(DisplayInterval, _terminal.Clock);
        while (WorkspaceIsThere
            && await Task.WhenAny(over, tick.WaitForNextTickAsync(CancellationToken.None).AsTask()) != over)
        {
            long asked = _terminal.Clock.GetTimestamp();
            if (host.GetStatus() is { } status)
            {
                display.Update(status);
            }

            tick.Period = NextLook(_terminal.Clock.GetElapsedTime(asked));
        }
    }

    private async Task EndAsync(BrokerHost host, TaskWorker worker, Task<WorkerEnd> work)
    {
        if (await Task.WhenAny(work, host.Stopped) != work)
        {
            worker.LoseBroker();
        }

        await work;
        if (host.Stopped.IsCompleted)
        {
            await host.Stopped;
        }

        if (!WorkspaceIsThere)
        {
            throw new UserErrorException(
                $"{_study.Plan.Workspace}: the workspace was removed or moved while its study ran; what ran has been ended.");
        }
    }

    // A status of 10^5 arrays takes a while, and the broker does nothing else meanwhile: it is asked for less often then.
    private static TimeSpan NextLook(TimeSpan lastLook) =>
        lastLook * Patience > DisplayInterval ? lastLook * Patience : DisplayInterval;

    // The store would go on in files that nobody can find any more.
    private bool WorkspaceIsThere => Directory.Exists(_study.StateDirectory);

    private WorkerOptions WorkerSettings(WorkspaceLock workspaceLock) => new()
    {
        Name = WorkerName,
        Slots = _slots,
        Lifeline = workspaceLock.Handle,
        Clock = _terminal.Clock,
    };

    private static StudyStatus LastStatus(BrokerHost host) =>
        host.GetStatus() ?? throw new UserErrorException("The study vanished from its own store; please report this.");
}

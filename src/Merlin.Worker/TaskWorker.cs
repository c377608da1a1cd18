using Merlin.Broker.Lines;
using Merlin.Flux;
using Merlin.Posix;
using Merlin.Worker.Files;
using Merlin.Worker.Guarding;
using Merlin.Worker.Instances;
using Merlin.Worker.Leases;
using Merlin.Worker.Loop;
using Merlin.Worker.Packing;
using Merlin.Worker.Placement;
using Merlin.Worker.Pool;
using Merlin.Worker.Processes;
using Merlin.Worker.Processes.Serving;
using Merlin.Worker.Processes.Shells;
using Merlin.Worker.Reports;
using Merlin.Worker.Studies;
using Merlin.Worker.Tasks;
using Merlin.Workflow.Plan;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker;

/// <summary>
/// Runs the tasks that a broker leases to it, on this machine, and reports what became of them.
/// </summary>
/// <remarks>
/// One process may have one worker at a time: it sets the process's limit of open files and starts its children with
/// that. The threads are the worker's own; the caller's thread only waits. Killing this process also ends its tasks:
/// a guardian process sees to that.
/// </remarks>
public sealed class TaskWorker : IAsyncDisposable
{
    private const int FewestFileThreads = 2;
    private const int MostFileThreads = 16;
    private const int SlotsPerFileThread = 4;
    private readonly WorkerOptions _options;
    private readonly Func<IBrokerListener, IBrokerChannel> _connect;
    private readonly ILogger _logger;
    private readonly Mailbox _mailbox = new();
    private readonly TaskCompletionSource<WorkerEnd> _completion =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly EndNotice _notice = new();
    private FluxHandle? _flux;
    private FluxDesk? _desk;
    private int _started;

    /// <summary>Makes a worker; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="options">What it is told.</param>
    /// <param name="connect">Opens a line to the broker.</param>
    /// <param name="logger">Where it says what it does.</param>
    public TaskWorker(
        WorkerOptions options, Func<IBrokerListener, IBrokerChannel> connect, ILogger logger)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Slots, 1, nameof(options));
        _options = options;
        _connect = connect;
        _logger = logger;
    }

    /// <summary>Why the broker does not take this worker, in words for the user; null while it has not refused it.</summary>
    public string? Refusal { get; private set; }

    /// <summary>
    /// Works until the broker asks the worker to stop or refuses it, its time is over, or the caller cancels. Cancelling asks all running tasks to end,
    /// kills them after the grace, reports what ended of its own, gives the rest back, and takes leave of the broker; it
    /// throws nothing.
    /// </summary>
    /// <param name="stop">Cancels.</param>
    /// <returns>Why it ended.</returns>
    /// <exception cref="PosixException">The system refuses what the worker needs to start processes.</exception>
    /// <exception cref="WorkerException">
    /// The system has no way to start a program in another directory, or the worker's instance cannot be reached.
    /// </exception>
    /// <exception cref="InvalidOperationException">It was started before.</exception>
    public async Task<WorkerEnd> RunAsync(CancellationToken stop)
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            throw new InvalidOperationException("A worker runs once.");
        }

        if (await TryReachInstanceAsync(stop))
        {
            new Thread(Run) { Name = "merlin worker" }.Start();
        }

        using (stop.Register(() => _mailbox.Post(LoopEventKind.Stop)))
        {
            return await _completion.Task;
        }
    }

    /// <summary>
    /// Lets the worker come to an end: it takes nothing more, gives back what has not started, tells tasks whose step asks
    /// for it, lets what runs run out, and leaves when everything is reported. What does not end in time is ended and runs
    /// again elsewhere, at no cost to its retries. Asked again with another grace, that one counts.
    /// </summary>
    /// <param name="reason">Why, in words for a log.</param>
    /// <param name="grace">How long what runs may go on; null for until <see cref="WorkerOptions.Deadline"/>, or without limit.</param>
    public void Drain(string reason, TimeSpan? grace)
    {
        _notice.Give();
        _mailbox.Post(LoopEventKind.Drain, new DrainRequest(reason, grace));
    }

    /// <summary>Kills all running tasks and leaves as soon as possible; for the impatient, after cancelling.</summary>
    public void KillNow() => _mailbox.Post(LoopEventKind.Kill);

    /// <summary>
    /// States that the broker has ended for good, so that a worker that leaves waits for no acknowledgement; whoever says
    /// so tells the user why.
    /// </summary>
    public void LoseBroker() => _mailbox.Post(LoopEventKind.BrokerGone);

    /// <summary>Ends the worker if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _started, 1) != 0)
        {
            KillNow();
            await ((Task)_completion.Task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (_desk is not null)
        {
            await _desk.DisposeAsync();
        }

        if (_flux is not null)
        {
            await _flux.DisposeAsync();
        }

        _mailbox.Dispose();
    }

    private async Task<bool> TryReachInstanceAsync(CancellationToken stop)
    {
        try
        {
            _flux = _options.Instance is { } instance
                ? await FluxHandle.OpenAsync(new FluxUri(instance.Address), stop)
                : null;
            return true;
        }
        catch (Exception refusal) when (refusal is FluxException or FluxUnavailableException)
        {
            _completion.SetException(new WorkerException(refusal.Message, refusal));
        }
        catch (OperationCanceledException)
        {
            _completion.SetResult(WorkerEnd.Cancelled);
        }

        return false;
    }

    private void Run()
    {
        ThreadSlice.TryShorten();
        try
        {
            _completion.SetResult(Work());
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _completion.SetException(error);
        }
    }

    private WorkerEnd Work()
    {
        int children = _options.Instance is { } instance ? InstanceSize.Children(instance) : _options.Slots;
        FileLimit.Restore(children, _logger);
        ChildProcess.KeepExitStatus();
        using var groups = new GroupTable(children, children + SimulationServers.MostGroups(children));
        using var guard = new GuardPost(groups, _options.Lifeline, _options.Instance, _logger);
        using var packed = new PackedWork(_options, children);
        using var studies = new StudyShelf();
        var backlog = new Backlog(_options.Slots, isMixed: _options.Instance is not null);
        var steps = new TaskSteps(_mailbox, backlog);
        var locks = new TaskLocks(_options.LocksTasks);
        var queue = new DeskQueue();
        var begun = new BegunTasks();
        var instanceSteps = new InstanceSteps(steps, begun, queue);
        PlacedTasks? placed = _options.Instance is { } owned ? new PlacedTasks(owned, _options.Slots, begun, queue.Wake) : null;
        ITaskSteps stepsOfBegun = placed is null ? steps : instanceSteps;
        CoreBinding? binding = placed is null ? null : new CoreBinding(_logger);
        IPreparedTasks prepared = (IPreparedTasks?)placed ?? new PreparedQueue();
        bool seesPidFds = _options.UsePidFd && ChildProcess.HasPidFd;
        using IExitWatch watch = seesPidFds ? new PidFdWatch(children) : new SignalWatch(children);
        using var environment = new TaskEnvironment(_options);
        using TaskStarters starters = Starters(children, environment, groups, binding, watch);
        using var spawner = new ProcessRunner(_options, children, prepared, watch, starters, locks, backlog, stepsOfBegun, Fail);
        using WorkPool pool = StartPool(steps, locks, backlog, packed);
        ITaskRunner runner = spawner;
        if (placed is not null)
        {
            _desk = new FluxDesk(
                _options, _flux!, queue, placed, begun, locks, backlog, instanceSteps, new InstanceListener(_mailbox), _logger);
            runner = new InstanceRunner(spawner, placed, _desk);
        }

        steps.Connect(pool, runner);
        spawner.Begin();
        _desk?.Begin(spawner.LookAgain);
        WorkerLog.Begins(_logger, _options.Name, _options.Slots, seesPidFds ? "pidfd" : "SIGCHLD");
        return Work(studies, backlog, pool, runner);
    }

    private WorkerEnd Work(StudyShelf studies, Backlog backlog, WorkPool pool, ITaskRunner runner)
    {
        var book = new LeaseBook();
        var outbox = new ReportOutbox();
        var time = new RemainingTime(_options);
        DemandRoom? room = _options.Instance is { } instance ? new DemandRoom(instance) : null;
        var flow = new TaskFlow(book, outbox, studies, time, backlog, room, pool, runner, _options.Clock);
        using var loop = new WorkerLoop(_options, _mailbox, book, outbox, studies, pool, flow, time, _logger);
        WorkerEnd end = loop.Run(_connect);
        Refusal = loop.Refusal;
        return end;
    }

    private TaskStarters Starters(
        int slots, TaskEnvironment environment, GroupTable groups, CoreBinding? binding, IExitWatch watch) =>
#pragma warning disable CA2000 // Each starter disposes of what it is given, and they of each.
        new(new Dictionary<TaskStart, ITaskStarter>
        {
            [TaskStart.Process] = new ScriptSpawner(_options, slots, environment, groups, binding, watch),
            [TaskStart.ShellServer] = new ShellServers(slots, environment, groups, binding, watch, _options.Clock),
            [TaskStart.Serve] = new SimulationServers(
                slots, new ServerProgram(environment, binding), groups, watch, _options.TerminationGrace, _options.Clock),
        });
#pragma warning restore CA2000

    private WorkPool StartPool(TaskSteps steps, TaskLocks locks, Backlog backlog, PackedWork packed)
    {
        var finisher = new TaskFinisher(steps, _notice, _logger);
        var preparer = new TaskPreparer(steps, finisher, locks, backlog, _logger);
        var plans = new PlanReader(_options, packed, _logger);
        int threads = Math.Clamp(_options.Slots / SlotsPerFileThread, FewestFileThreads, MostFileThreads);
        return new WorkPool(threads, CarryOut, Fail);

        void CarryOut(PoolJob job, Scratch scratch)
        {
            switch (job.Kind)
            {
                case PoolJobKind.Prepare:
                    preparer.Prepare((TaskRun)job.Subject, scratch);
                    break;
                case PoolJobKind.Finish:
                    finisher.Finish((TaskRun)job.Subject, scratch);
                    break;
                case PoolJobKind.ShowRunning:
                    finisher.ShowRunning((TaskRun)job.Subject, scratch);
                    break;
                case PoolJobKind.ReadPlan:
                    var text = (PlanText)job.Subject;
                    _mailbox.Post(LoopEventKind.PlanRead, plans.Read(text));
                    break;
            }
        }
    }

    private void Fail(Exception error) => _mailbox.Post(LoopEventKind.Failed, error);
}

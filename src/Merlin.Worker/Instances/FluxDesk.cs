using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Files;
using Merlin.Worker.Placement;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Instances;

/// <summary>
/// Starts the tasks that become Flux jobs or run on other nodes, sees their ends, keeps Flux's jobs and the worker's own
/// tasks apart by placeholders, and knows of the jobs that tasks launch.
/// </summary>
/// <remarks>
/// All of its state belongs to one loop; what Flux answers is posted to that. What it has started does not outlive it: the
/// instance ends jobs with itself, and brokers kill processes whose starter's connection closes.
/// </remarks>
internal sealed class FluxDesk : IAsyncDisposable
{
    private readonly WorkerOptions _options;
    private readonly FluxHandle _flux;
    private readonly PlacedTasks _placed;
    private readonly Entrance _entrance;
    private readonly Backlog _backlog;
    private readonly InstanceSteps _steps;
    private readonly IInstanceListener _listener;
    private readonly ILogger _logger;
    private readonly DeskQueue _queue;
    private readonly TaskMinder _minder;
    private readonly TaskCommands _commands;
    private readonly Placeholders _placeholders;
    private readonly DeskTasks _tasks;
    private readonly JobStarter _jobs;
    private readonly RemoteStarter _remote;
    private readonly LaunchedJobs _launched;
    private readonly LeftOverJobs _leftOver;
    private readonly JobFollower _follower;
    private readonly CancellationTokenSource _stop = new();
    private Action _lookAgain = static () => { };
    private Task _work = Task.CompletedTask;
    private Task _loss = Task.CompletedTask;
    private IdSet? _up;
    private bool _isClosed;
    private bool _isLost;

    /// <summary>Makes a desk; <see cref="Begin"/> opens it.</summary>
    public FluxDesk(
        WorkerOptions options,
        FluxHandle flux,
        DeskQueue queue,
        PlacedTasks placed,
        BegunTasks begun,
        TaskLocks locks,
        Backlog backlog,
        InstanceSteps steps,
        IInstanceListener listener,
        ILogger logger)
    {
        _options = options;
        _flux = flux;
        _queue = queue;
        _placed = placed;
        _backlog = backlog;
        _steps = steps;
        _listener = listener;
        _logger = logger;
        _entrance = new Entrance(locks, steps, placed.Vacate, options.Clock);
        _minder = new TaskMinder(options, steps);
        _commands = new TaskCommands(options);
        _tasks = new DeskTasks(placed, _minder, steps, options.Clock);
        _follower = new JobFollower(flux, queue.Post, Hear);
        _jobs = new JobStarter(flux, _tasks, _commands, _follower, queue.Post);
        _remote = new RemoteStarter(flux, Nodes, _tasks, _commands, queue.Post, options.Clock);
        _placeholders = new Placeholders(flux, placed, _follower, _commands, queue.Post, options.Clock, logger);
        var waiting = new WaitingJobs(placed, begun, queue.Post, options.Clock);
        var shapes = new JobShape(Nodes.Min(static node => node.Cores.Count));
        _launched = new LaunchedJobs(flux, begun, shapes, waiting, queue.Post, steps.PassOn);
        _leftOver = new LeftOverJobs(flux.Jobs, logger);
        steps.Connect(_launched);
    }

    private IReadOnlyList<InstanceNode> Nodes => _options.Instance!.Nodes;

    private TimeProvider Clock => _options.Clock;

    /// <summary>Opens the desk.</summary>
    /// <param name="lookAgain">Wakes the spawner: there may be room for its tasks.</param>
    public void Begin(Action lookAgain)
    {
        _lookAgain = lookAgain;
        _work = TellFailureAsync(WorkAsync());
        _ = TellFailureAsync(FollowJobsAsync());
        _ = TellFailureAsync(new NodeWatch(_flux, up => _queue.Post(() => UseNodes(up)), _logger).FollowAsync(_stop.Token));
        _ = AwaitLossAsync();
    }

    /// <summary>Asks for the end of running tasks, or warns them of it; for any thread.</summary>
    public void Order(RunnerCommand command) => _queue.Post(() => _minder.CarryOut(command, _tasks.Live));

    /// <summary>Closes the desk: what still runs is ended, and so are the placeholders.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Post(() => _isClosed = true);
        await _work;
        await _loss;
        await _stop.CancelAsync();
        if (!_isLost)
        {
            await EndAllAsync();
        }

        _commands.Dispose();
        _stop.Dispose();
    }

    private async Task EndAllAsync()
    {
        _minder.CarryOut(RunnerCommand.EndAll(atOnce: true), _tasks.Live);
        using var limit = new CancellationTokenSource(_options.FarewellPatience, Clock);
        int left = await _placeholders.EndAllAsync(limit.Token);
        if (left > 0)
        {
            WorkerLog.PlaceholdersLeft(_logger, left);
        }
    }

    private async Task TellFailureAsync(Task part)
    {
        try
        {
            await part;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _listener.DeskFailed(error);
        }
    }

    private async Task WorkAsync()
    {
        while (!_isClosed)
        {
            StartWhatFits();
            _lookAgain();
            int milliseconds = _minder.MillisecondsUntil(TaskMinder.NextTime(_tasks.Live));
            await _queue.WorkAsync(milliseconds, Clock);
            _minder.Watch(_tasks.Live);
        }
    }

    private async Task FollowJobsAsync()
    {
        string why = "Flux tells no more of its jobs, as when it shuts down.";
        try
        {
            await _follower.FollowAsync(_stop.Token);
        }
        catch (Exception end) when (end is FluxLostException or ObjectDisposedException or OperationCanceledException)
        {
            return; // the handle tells when it is lost
        }
        catch (FluxException refusal)
        {
            why = refusal.Message;
        }

        _queue.Post(() => Lose(why));
    }

    private async Task AwaitLossAsync()
    {
        try
        {
            FluxLostException loss = await _flux.Lost;
            _queue.Post(() => Lose(loss.Message));
        }
        catch (OperationCanceledException)
        {
            // The handle was closed on purpose.
        }
    }

    private void StartWhatFits()
    {
        if (_isLost)
        {
            return;
        }

        while (_placed.TryTakeMisfit(out TaskRun? misfit))
        {
            _backlog.Gone();
            _steps.TooLate(misfit);
        }

        while (_placed.TryBeginElsewhere(out TaskRun? run))
        {
            _backlog.Gone();
            if (_entrance.TryEnter(run))
            {
                Start(run);
            }
        }

        _placeholders.Obey(_placed.TakeOrders());
    }

    private void Start(TaskRun run)
    {
        if (run.Seat!.Demand.Way == LaunchWay.Job)
        {
            _jobs.Start(run);
        }
        else
        {
            _remote.Start(run);
        }
    }

    private bool Hear(JobEvent happened)
    {
        _leftOver.Hear(happened);
        return _placeholders.TryHear(happened) || _jobs.TryHear(happened) || _launched.TryHear(happened);
    }

    private void UseNodes(IdSet up)
    {
        if (up.Equals(_up))
        {
            return;
        }

        string[] missing = [.. Nodes.Where(node => !up.Contains((uint)node.Rank)).Select(static node => node.Host)];
        bool isFirst = _up is null;
        _up = up;
        if (missing.Length > 0)
        {
            WorkerLog.NodesLost(_logger, new HostList(missing).ToString());
        }
        else if (!isFirst)
        {
            WorkerLog.NodesBack(_logger);
        }

        if (missing.Length > 0 || !isFirst)
        {
            InstanceResources? left = _placed.SetNodes(rank => up.Contains((uint)rank));
            _listener.NodesChanged(left);
            TakeBackMisfits(left);
        }
    }

    // Flux would keep them until there are nodes for them again.
    private void TakeBackMisfits(InstanceResources? left)
    {
        foreach (LiveTask task in _tasks.Live)
        {
            if (task is FluxJob { IsQueued: true } job && (left?.SlotsFor(job.Seat.Demand.Shape) ?? 0) == 0)
            {
                _minder.CarryOut(RunnerCommand.TakeBackQueued, [task]);
            }
        }
    }

    private void Lose(string reason)
    {
        if (_isLost)
        {
            return;
        }

        _isLost = true;
        WorkerLog.InstanceLost(_logger, reason);
        _tasks.NoteLoss();
        _launched.NoteLoss();
        _listener.InstanceLost(reason);
        _loss = TellFailureAsync(EndStrandedAsync());
    }

    // A task is given back when nothing of it runs any more: whoever has it next must not meet it.
    private async Task EndStrandedAsync()
    {
        bool areEnded = await new StrandedProcesses(_options.Instance!.Address, Clock).EndAsync();
        areEnded &= await new LostInstance(_options.Instance, Clock).EndAsync();
        if (!areEnded)
        {
            WorkerLog.Stranded(_logger);
        }

        _queue.Post(LoseTasks);
    }

    private void LoseTasks()
    {
        _tasks.LoseAll();
        _launched.LoseAll();
    }
}

using System.Runtime.InteropServices;
using Merlin.Broker;
using Merlin.Flux;
using Merlin.Worker.Files;
using Merlin.Worker.Placement;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;
using Microsoft.Extensions.Logging;

namespace Merlin.Worker.Instances;

/// <summary>
/// Starts the tasks that become Flux jobs or run on other nodes, sees their ends, and keeps Flux's jobs and the worker's own
/// tasks apart by placeholders.
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
    private readonly ITaskSteps _steps;
    private readonly IInstanceListener _listener;
    private readonly ILogger _logger;
    private readonly DeskQueue _queue;
    private readonly TaskMinder _minder;
    private readonly TaskCommands _commands;
    private readonly Placeholders _placeholders;
    private readonly JobFollower _follower;
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<JobId, FluxJob> _jobs = [];
    private readonly List<LiveTask> _live = [];
    private Action _lookAgain = static () => { };
    private Task _work = Task.CompletedTask;
    private IdSet? _up;
    private bool _isClosed;
    private bool _isLost;

    /// <summary>Makes a desk; <see cref="Begin"/> opens it.</summary>
    public FluxDesk(
        WorkerOptions options,
        FluxHandle flux,
        DeskQueue queue,
        PlacedTasks placed,
        TaskLocks locks,
        Backlog backlog,
        ITaskSteps steps,
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
        _follower = new JobFollower(flux, queue.Post, Hear);
        _placeholders = new Placeholders(flux, placed, _follower, IsOnlyNode, queue.Post, options.Clock, logger);
    }

    private bool IsOnlyNode => _options.Instance!.Nodes.Count == 1;

    private TimeProvider Clock => _options.Clock;

    /// <summary>Opens the desk.</summary>
    /// <param name="lookAgain">Wakes the spawner: there may be room for its tasks.</param>
    public void Begin(Action lookAgain)
    {
        _lookAgain = lookAgain;
        _work = WorkAsync();
        _ = new NodeWatch(_flux, up => _queue.Post(() => UseNodes(up))).FollowAsync(_stop.Token);
        _ = AwaitLossAsync();
    }

    /// <summary>Asks for the end of running tasks, or warns them of it; for any thread.</summary>
    public void Order(RunnerCommand command) => _queue.Post(() => _minder.CarryOut(command, CollectionsMarshal.AsSpan(_live)));

    /// <summary>Closes the desk: what still runs is ended, and so are the placeholders.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Post(() => _isClosed = true);
        await _work;
        await _stop.CancelAsync();
        _minder.CarryOut(RunnerCommand.EndAll(atOnce: true), CollectionsMarshal.AsSpan(_live));
        await _placeholders.EndAllAsync();
        _commands.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (!_isClosed)
            {
                StartWhatFits();
                _lookAgain();
                int milliseconds = _minder.MillisecondsUntil(TaskMinder.NextTime(CollectionsMarshal.AsSpan(_live)));
                await _queue.WorkAsync(milliseconds, Clock);
                _minder.Watch(CollectionsMarshal.AsSpan(_live));
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            _listener.DeskFailed(error);
        }
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

        _placeholders.Obey(_placed.TakeOrders(), _stop.Token);
    }

    private void Start(TaskRun run)
    {
        if (run.Seat!.Demand.Way == LaunchWay.Job)
        {
            var job = new FluxJob(run, _flux.Jobs);
            _live.Add(job);
            _follower.Expect(_stop.Token);
            _ = SubmitAsync(job, _commands.Job(run).ToJson());
        }
        else
        {
            var task = new RemoteTask(run);
            _live.Add(task);
            _ = RunRemotelyAsync(task, _commands.Remote(run));
        }
    }

    private async Task SubmitAsync(FluxJob job, ReadOnlyMemory<byte> jobspec)
    {
        try
        {
            JobId id = await _flux.Jobs.SubmitAsync(jobspec);
            _queue.Post(() =>
            {
                _jobs.Add(id, job);
                job.Take(id);
                _follower.Answered(id);
            });
        }
        catch (FluxException refusal)
        {
            _queue.Post(() =>
            {
                _follower.Answered(job: null);
                Refuse(job, refusal.Message);
                Forget(job);
            });
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended.
        }
    }

    private async Task RunRemotelyAsync(RemoteTask task, RemoteCommand command)
    {
        InstanceNode node = _options.Instance!.Nodes[task.Seat.Node];
        try
        {
            RemoteProcess process = await _flux.Processes.StartAsync(new BrokerRank((uint)node.Rank), command);
            _queue.Post(() => NoteStart(task, process, node.Host));
            WaitStatus status = await process.Ended;
            _queue.Post(() => EndRemote(task, status));
        }
        catch (FluxException trouble)
        {
            _queue.Post(() => LoseRemote(task, trouble.Message));
        }
        catch (ObjectDisposedException)
        {
            // The worker has ended.
        }
    }

    private void NoteStart(RemoteTask task, RemoteProcess process, string host)
    {
        if (!task.HasEnded)
        {
            task.Task.Place = new TaskPlace(task.Task.Task.Key.Index, "", host);
            NoteStart(task, Instant.Now(Clock).UnixMicros);
            task.Take(process);
        }
    }

    private void EndRemote(RemoteTask task, WaitStatus status)
    {
        End(task, ExitReading.Of(status), Clock.GetElapsedTime(task.Task.StartTimestamp));
        Forget(task);
    }

    private void LoseRemote(RemoteTask task, string reason)
    {
        if (task.HasStarted)
        {
            LosePlace(task);
        }
        else
        {
            Refuse(task, reason);
        }

        Forget(task);
    }

    private bool Hear(JobEvent happened)
    {
        if (_placeholders.TryHear(happened))
        {
            return true;
        }

        if (!_jobs.TryGetValue(happened.Job, out FluxJob? job))
        {
            return false;
        }

        if (!job.HasEnded)
        {
            Hear(job, happened);
        }

        if (happened is JobCleaned)
        {
            _jobs.Remove(happened.Job);
            Forget(job);
        }

        return true;
    }

    private void Hear(FluxJob job, JobEvent happened)
    {
        switch (happened)
        {
            case JobAllocated { Resources: { } resources }:
                string hosts = new HostList(resources.Nodes.Select(static node => node.Host)).ToString();
                job.Task.Place = new TaskPlace(job.Task.Task.Key.Index, happened.Job.ToString(), hosts);
                break;
            case JobStarted:
                job.Began = happened.Time;
                NoteStart(job, happened.Time.ToUnixTimeMilliseconds() * TimeSpan.MicrosecondsPerMillisecond);
                break;
            case JobRaised { Severity: 0 } trouble:
                job.Trouble = trouble;
                break;
            case JobFinished finished when job.Trouble?.Type == FluxJob.NodeFailure:
                LosePlace(job);
                break;
            case JobFinished finished:
                End(job, ExitReading.Of(finished.Status), finished.Time - job.Began);
                break;
            case JobCleaned:
                Refuse(job, job.WhyNotStarted);
                break;
        }
    }

    private void NoteStart(OutsideTask task, long micros)
    {
        task.Start(micros, Clock.GetTimestamp());
        _minder.Begin(task);
        _backlog.Started();
        _steps.Started(task.Task);
    }

    /// <summary>A task could not be started; or was not to be any more.</summary>
    private void Refuse(OutsideTask task, string reason)
    {
        if (!task.HasEnded)
        {
            task.Task.StartRefusal = task.Task.Cause == EndCause.None ? reason : null;
            End(task, ExitReading.Killed, TimeSpan.Zero);
        }
    }

    private void LosePlace(OutsideTask task)
    {
        if (!task.HasEnded)
        {
            task.Task.Cause = task.Task.Cause == EndCause.None ? EndCause.PlaceLost : task.Task.Cause;
            End(task, ExitReading.Killed, Clock.GetElapsedTime(task.Task.StartTimestamp));
        }
    }

    private void End(OutsideTask task, Merlin.Posix.ChildExit exit, TimeSpan duration)
    {
        if (task.HasEnded)
        {
            return;
        }

        task.End(exit, duration);
        if (task.HasStarted)
        {
            _backlog.Exited();
        }

        task.Task.Seat = null; // what it holds is free when Flux says so
        _steps.Exited(task.Task);
    }

    private void Forget(OutsideTask task)
    {
        _live.Remove(task);
        _placed.Release(task.Seat);
    }

    private void UseNodes(IdSet up)
    {
        if (up.Equals(_up))
        {
            return;
        }

        string[] missing = [.. _options.Instance!.Nodes.Where(node => !up.Contains((uint)node.Rank)).Select(static node => node.Host)];
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
            _listener.NodesChanged(_placed.SetNodes(rank => up.Contains((uint)rank)));
        }
    }

    private void Lose(string reason)
    {
        _isLost = true;
        WorkerLog.InstanceLost(_logger, reason);
        foreach (LiveTask task in _live)
        {
            LosePlace((OutsideTask)task);
        }

        _live.Clear();
        _listener.InstanceLost(reason);
    }
}

using Merlin.Broker;
using Merlin.Posix;
using Merlin.Worker.Files;
using Merlin.Worker.Guarding;
using Merlin.Worker.Instances;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>
/// Starts prepared tasks, sees their ends, and ends them when they must. One thread, the spawner, does all of it: it has
/// a current directory of its own where the system allows that, and since it alone signals and reaps, no signal can reach a process that took over
/// the id of a task's.
/// </summary>
internal sealed class ProcessRunner : ITaskRunner, IDisposable
{
    private const int HandOverBatch = 8;
    private static readonly TimeSpan HandOverDelay = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan ShowsAfter = TimeSpan.FromSeconds(1);
    private readonly WorkerOptions _options;
    private readonly Entrance _entrance;
    private readonly ITaskSteps _steps;
    private readonly Backlog _backlog;
    private readonly Launcher _launcher;
    private readonly IExitWatch _watch;
    private readonly ReadyQueue _ready;
    private readonly ProcessSlot[] _slots;
    private readonly Stack<ProcessSlot> _free = new();
    private readonly Queue<TaskRun> _exited = new();
    private readonly long _endsAt;
    private long _handOverAt;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;

    /// <summary>Makes a runner; <see cref="Begin"/> starts it.</summary>
    public ProcessRunner(
        WorkerOptions options,
        int slots,
        IPreparedTasks prepared,
        GroupTable groups,
        TaskLocks locks,
        Backlog backlog,
        ITaskSteps steps,
        CoreBinding? binding,
        Action<Exception> failed)
    {
        _options = options;
        _steps = steps;
        _backlog = backlog;
        _failed = failed;
        _launcher = new Launcher(options, groups, binding);
        SeesPidFds = options.UsePidFd && ChildProcess.HasPidFd;
        _watch = SeesPidFds ? new PidFdWatch(slots) : new SignalWatch();
        _ready = new ReadyQueue(_watch, prepared);
        _entrance = new Entrance(locks, steps, _ready.Vacate, options.Clock);
        _slots = new ProcessSlot[slots];
        for (int i = slots - 1; i >= 0; i--)
        {
            _slots[i] = new ProcessSlot(i);
            _free.Push(_slots[i]);
        }

        _endsAt = options.Deadline is { } deadline
            ? After(Clock.GetTimestamp(), deadline - Clock.GetUtcNow())
            : ProcessSlot.Never;
        _thread = new Thread(Run) { IsBackground = true, Name = "merlin spawner" };
    }

    /// <summary>Whether ends are seen by pidfds, not by SIGCHLD.</summary>
    public bool SeesPidFds { get; }

    private TimeProvider Clock => _options.Clock;

    /// <summary>Starts the spawner.</summary>
    public void Begin() => _thread.Start();

    /// <inheritdoc/>
    public void Start(TaskRun run) => _ready.Add(run);

    /// <summary>Lets the spawner look again, since something has changed for the tasks that wait.</summary>
    public void LookAgain() => _ready.LookAgain();

    /// <inheritdoc/>
    public void Pause(bool paused) => _ready.Pause(paused);

    /// <inheritdoc/>
    public void Order(RunnerCommand command) => _ready.Add(command);

    /// <summary>Ends the spawner; what still runs is killed.</summary>
    public void Dispose()
    {
        _ready.Close();
        if (_thread.IsAlive)
        {
            _thread.Join();
        }

        _watch.Dispose();
        _launcher.Dispose();
    }

    private void Run()
    {
        try
        {
            _launcher.TakeThread();
            ThreadSlice.TryShorten();
            while (!_ready.IsClosed)
            {
                StartWhatFits();
                HandOver();
                Sleep();
                CollectExits();
                CarryOutCommands();
                WatchTimes();
            }
        }
        catch (Exception error) when (error is PosixException or WorkerException)
        {
            _failed(error);
        }
        finally
        {
            HandOverAll();
            CarryOut(RunnerCommand.EndAll(atOnce: true));
        }
    }

    private void StartWhatFits()
    {
        while (_free.Count > 0 && _ready.TryBegin(out TaskRun? run))
        {
            _backlog.Gone();
            if (_entrance.TryEnter(run))
            {
                Start(run, _free.Peek());
            }
        }
    }

    /// <summary>
    /// Passes on what has ended, after the free slots were filled: a thread woken before would take the processor that
    /// the next process is about to be placed on, and cost it up to the whole life of its neighbour. For the same reason
    /// a few ends go together while tasks are short and there are more of them to start.
    /// </summary>
    private void HandOver()
    {
        if (_exited.Count < HandOverBatch && _ready.HasPrepared && Clock.GetTimestamp() < _handOverAt)
        {
            return;
        }

        HandOverAll();
    }

    private void HandOverAll()
    {
        while (_exited.TryDequeue(out TaskRun? run))
        {
            _steps.Exited(run);
        }
    }

    private void Start(TaskRun run, ProcessSlot slot)
    {
        run.StartMicros = Instant.Now(Clock).UnixMicros;
        run.StartTimestamp = Clock.GetTimestamp();
        run.StartError = _launcher.Launch(run, slot.Number, out int pid);
        if (run.StartError != 0)
        {
            run.StartMicros = 0;
            _ready.Vacate(run);
            _steps.Exited(run);
            return;
        }

        _free.Pop();
        slot.Occupy(run, pid);
        _backlog.Started();
        _watch.Watch(slot.Number, pid);
        SetTimes(slot, run);
        _steps.Started(run);
    }

    private void SetTimes(ProcessSlot slot, TaskRun run)
    {
        if (run.Node.Status is not null)
        {
            slot.ShowAt = After(run.StartTimestamp, ShowsAfter);
        }

        if (run.Node.Timeout is { } timeout)
        {
            slot.TimeoutAt = After(run.StartTimestamp, timeout);
        }

        if (_endsAt != ProcessSlot.Never && run.Node.Plan.Signal is { } signal)
        {
            // One that starts after its time is warned with the others when the worker begins to leave.
            long warnAt = _endsAt - (long)((double)signal.Seconds * Clock.TimestampFrequency);
            slot.WarnAt = warnAt > run.StartTimestamp ? warnAt : ProcessSlot.Never;
        }
    }

    private void Sleep()
    {
        if (_ready.MaySleep(_free.Count > 0))
        {
            _watch.Wait(MillisecondsToNextTime());
            _ready.Awake();
        }
        else
        {
            _watch.Wait(0);
        }
    }

    private void CollectExits()
    {
        foreach (ProcessSlot slot in _slots)
        {
            if (slot.Run is { } run && _watch.MayHaveExited(slot.Number)
                && ChildProcess.HasExited(slot.Pid, out ChildExit exit))
            {
                run.Duration = Clock.GetElapsedTime(run.StartTimestamp);
                run.Exit = exit;
                Release(slot, run);
            }
        }
    }

    private void Release(ProcessSlot slot, TaskRun run)
    {
        if (run.Cause != EndCause.None)
        {
            // Its first process has ended, the others of its group must not stay behind.
            ChildProcess.SignalGroup(slot.Pid, SignalNumber.Kill);
        }

        _ready.Vacate(run);
        _launcher.Forget(slot.Number);
        ChildProcess.Reap(slot.Pid);
        _watch.Forget(slot.Number);
        slot.Vacate();
        _free.Push(slot);
        _backlog.Exited();
        if (_exited.Count == 0)
        {
            _handOverAt = After(Clock.GetTimestamp(), HandOverDelay);
        }

        _exited.Enqueue(run);
    }

    private void CarryOutCommands()
    {
        while (_ready.TryTake(out RunnerCommand command))
        {
            CarryOut(command);
        }
    }

    private void CarryOut(RunnerCommand command)
    {
        foreach (ProcessSlot slot in _slots)
        {
            if (slot.Run is not { } run || (command.Only is { } only && run.Task.Key != only))
            {
                continue;
            }

            if (command.OnlyWarns)
            {
                Warn(slot, run);
            }
            else
            {
                End(slot, run, command.Cause, command.AtOnce);
            }
        }
    }

    private static void Warn(ProcessSlot slot, TaskRun run)
    {
        slot.WarnAt = ProcessSlot.Never;
        if (run.Warning == SignalNumber.None && run.Node.Warning is not SignalNumber.None and SignalNumber signal)
        {
            run.Warning = signal;
            ChildProcess.SignalGroup(slot.Pid, signal);
        }
    }

    private void End(ProcessSlot slot, TaskRun run, EndCause cause, bool atOnce)
    {
        if (run.Cause == EndCause.None)
        {
            run.Cause = cause;
            slot.TimeoutAt = ProcessSlot.Never;
            slot.KillAt = After(Clock.GetTimestamp(), _options.TerminationGrace);
            ChildProcess.SignalGroup(slot.Pid, SignalNumber.Terminate);
        }

        if (atOnce)
        {
            ChildProcess.SignalGroup(slot.Pid, SignalNumber.Kill);
        }
    }

    private void WatchTimes()
    {
        long now = Clock.GetTimestamp();
        foreach (ProcessSlot slot in _slots)
        {
            if (slot.Run is { } run && slot.NextTime <= now)
            {
                WatchTimes(slot, run, now);
            }
        }
    }

    private void WatchTimes(ProcessSlot slot, TaskRun run, long now)
    {
        if (slot.ShowAt <= now)
        {
            slot.ShowAt = ProcessSlot.Never;
            run.IsShared = true;
            _steps.RunsOn(run);
        }

        if (slot.WarnAt <= now)
        {
            Warn(slot, run);
        }

        if (slot.KillAt <= now)
        {
            slot.KillAt = ProcessSlot.Never;
            ChildProcess.SignalGroup(slot.Pid, SignalNumber.Kill);
        }

        if (slot.TimeoutAt <= now)
        {
            End(slot, run, EndCause.Timeout, atOnce: false);
        }
    }

    private int MillisecondsToNextTime()
    {
        long next = _exited.Count > 0 ? _handOverAt : ProcessSlot.Never;
        foreach (ProcessSlot slot in _slots)
        {
            next = slot.Run is null ? next : Math.Min(next, slot.NextTime);
        }

        if (next == ProcessSlot.Never)
        {
            return -1;
        }

        double milliseconds = Clock.GetElapsedTime(Clock.GetTimestamp(), next).TotalMilliseconds;
        return (int)Math.Clamp(Math.Ceiling(milliseconds), 0, int.MaxValue);
    }

    private long After(long timestamp, TimeSpan span)
    {
        double ticks = span.TotalSeconds * Clock.TimestampFrequency;
        return ticks >= ProcessSlot.Never - timestamp ? ProcessSlot.Never : timestamp + (long)ticks;
    }
}

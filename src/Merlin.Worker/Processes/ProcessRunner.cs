using Merlin.Broker;
using Merlin.Posix;
using Merlin.Worker.Files;
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
    private readonly WorkerOptions _options;
    private readonly Entrance _entrance;
    private readonly ITaskSteps _steps;
    private readonly Backlog _backlog;
    private readonly IExitWatch _watch;
    private readonly TaskStarters _starters;
    private readonly ReadyQueue _ready;
    private readonly ProcessSlot[] _slots;
    private readonly Stack<ProcessSlot> _free = new();
    private readonly Queue<TaskRun> _exited = new();
    private readonly TaskMinder _minder;
    private long _handOverAt;
    private long _idleAt = LiveTask.Never;
    private readonly Action<Exception> _failed;
    private readonly Thread _thread;

    /// <summary>Makes a runner; <see cref="Begin"/> starts it.</summary>
    public ProcessRunner(
        WorkerOptions options,
        int slots,
        IPreparedTasks prepared,
        IExitWatch watch,
        TaskStarters starters,
        TaskLocks locks,
        Backlog backlog,
        ITaskSteps steps,
        Action<Exception> failed)
    {
        _options = options;
        _steps = steps;
        _backlog = backlog;
        _failed = failed;
        _watch = watch;
        _starters = starters;
        _ready = new ReadyQueue(_watch, prepared);
        _entrance = new Entrance(locks, steps, _ready.Vacate, options.Clock);
        _slots = new ProcessSlot[slots];
        for (int i = slots - 1; i >= 0; i--)
        {
            _slots[i] = new ProcessSlot(i);
            _free.Push(_slots[i]);
        }

        _minder = new TaskMinder(options, steps);
        _thread = new Thread(Run) { IsBackground = true, Name = "merlin spawner" };
    }

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
    }

    private void Run()
    {
        try
        {
            _starters.TakeThread();
            ThreadSlice.TryShorten();
            while (!_ready.IsClosed)
            {
                StartWhatFits();
                HandOver();
                Sleep();
                CollectExits();
                CarryOutCommands();
                _minder.Watch(_slots);
                _idleAt = _starters.EndIdle(Clock.GetTimestamp());
            }
        }
        catch (Exception error) when (error is PosixException or WorkerException)
        {
            _failed(error);
        }
        finally
        {
            HandOverAll();
            _minder.CarryOut(RunnerCommand.EndAll(atOnce: true), _slots);
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
        if (_starters.Start(run, slot.Number) is not { } running)
        {
            run.StartMicros = 0;
            _ready.Vacate(run);
            _steps.Exited(run);
            return;
        }

        _free.Pop();
        slot.Occupy(run, running);
        _minder.Begin(slot);
        _steps.Started(run);
    }

    private void Sleep()
    {
        if (_ready.MaySleep(_free.Count > 0))
        {
            long next = Math.Min(TaskMinder.NextTime(_slots), _idleAt);
            _watch.Wait(_minder.MillisecondsUntil(_exited.Count > 0 ? Math.Min(next, _handOverAt) : next));
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
                && slot.HasEnded(out ChildExit exit))
            {
                run.Duration = Clock.GetElapsedTime(run.StartTimestamp);
                run.Exit = exit;
                Release(slot, run);
            }
        }
    }

    private void Release(ProcessSlot slot, TaskRun run)
    {
        // When it was ended, its first process has ended, and the others of its group must not stay behind.
        run.GroupIsGone = slot.Vacate(killsRest: run.Cause != EndCause.None, isInScratch: run.Scratch is not null);
        _watch.Forget(slot.Number);
        _ready.Vacate(run);
        _free.Push(slot);
        if (_exited.Count == 0)
        {
            _handOverAt = _minder.After(Clock.GetTimestamp(), HandOverDelay);
        }

        _exited.Enqueue(run);
    }

    private void CarryOutCommands()
    {
        while (_ready.TryTake(out RunnerCommand command))
        {
            _minder.CarryOut(command, _slots);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>
/// What the spawner is to do: prepared tasks and commands. It is woken only when it sleeps and there is something that
/// it can do.
/// </summary>
/// <param name="watch">Where the spawner sleeps.</param>
/// <param name="prepared">The prepared tasks.</param>
internal sealed class ReadyQueue(IExitWatch watch, IPreparedTasks prepared)
{
    private readonly Lock _gate = new();
    private readonly Queue<RunnerCommand> _commands = new();
    private bool _asleep;
    private bool _hasFreeSlot;
    private bool _closed;
    private bool _paused;

    /// <summary>Hands a prepared task over.</summary>
    public void Add(TaskRun run)
    {
        lock (_gate)
        {
            prepared.Add(run);
            WakeForWork();
        }
    }

    /// <summary>Gives a command.</summary>
    public void Add(RunnerCommand command)
    {
        lock (_gate)
        {
            _commands.Enqueue(command);
            WakeUp();
        }
    }

    /// <summary>Asks the spawner to end.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            WakeUp();
        }
    }

    /// <summary>Lets no task begin any more, or lets them begin again. When this returns, the others have begun.</summary>
    public void Pause(bool paused)
    {
        lock (_gate)
        {
            _paused = paused;
            WakeUp();
        }
    }

    /// <summary>Takes the next prepared task that is still wanted, and marks it as begun.</summary>
    public bool TryBegin([NotNullWhen(true)] out TaskRun? run)
    {
        lock (_gate)
        {
            run = null;
            return !_paused && prepared.TryBegin(out run);
        }
    }

    /// <summary>A task that had begun needs nothing any more.</summary>
    public void Vacate(TaskRun run)
    {
        lock (_gate)
        {
            prepared.Vacate(run);
        }
    }

    /// <summary>Lets the spawner look again, since something has changed for the tasks that wait.</summary>
    public void LookAgain()
    {
        lock (_gate)
        {
            WakeForWork();
        }
    }

    /// <summary>Whether a prepared task waits that may be started.</summary>
    public bool HasPrepared
    {
        get
        {
            lock (_gate)
            {
                return !_paused && prepared.HasWaiting;
            }
        }
    }

    /// <summary>Takes the next command.</summary>
    public bool TryTake(out RunnerCommand command)
    {
        lock (_gate)
        {
            return _commands.TryDequeue(out command);
        }
    }

    /// <summary>Whether the spawner is to end.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>Says that the spawner is about to wait.</summary>
    /// <param name="hasFreeSlot">Whether it could start a task.</param>
    /// <returns>Whether it may; there is something to do otherwise.</returns>
    public bool MaySleep(bool hasFreeSlot)
    {
        lock (_gate)
        {
            _hasFreeSlot = hasFreeSlot;
            _asleep = !_closed && _commands.Count == 0 && !(hasFreeSlot && HasWork);
            return _asleep;
        }
    }

    /// <summary>Says that the spawner is at work again.</summary>
    public void Awake()
    {
        lock (_gate)
        {
            _asleep = false;
        }
    }

    private bool HasWork => !_paused && prepared.MayBegin;

    private void WakeForWork()
    {
        if (_hasFreeSlot && HasWork)
        {
            WakeUp();
        }
    }

    private void WakeUp()
    {
        if (_asleep)
        {
            _asleep = false;
            watch.Wake();
        }
    }
}

using Merlin.Posix;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>A task that runs, and when something is due for it. Times are in the clock's own unit.</summary>
internal abstract class LiveTask
{
    /// <summary>No time.</summary>
    public const long Never = long.MaxValue;

    /// <summary>The task; null when there is none.</summary>
    public TaskRun? Run { get; protected set; }

    /// <summary>When its step's timeout passes.</summary>
    public long TimeoutAt { get; set; } = Never;

    /// <summary>When it has been asked to end for long enough.</summary>
    public long KillAt { get; set; } = Never;

    /// <summary>When it is warned of the end of its worker's time.</summary>
    public long WarnAt { get; set; } = Never;

    /// <summary>When its status file is to say that it runs.</summary>
    public long ShowAt { get; set; } = Never;

    /// <summary>The next of its times.</summary>
    public long NextTime => Math.Min(Math.Min(TimeoutAt, WarnAt), Math.Min(KillAt, ShowAt));

    /// <summary>Whether it has begun for the worker, and somebody else has still to find room for it.</summary>
    public virtual bool IsQueued => false;

    /// <summary>Sends a signal to all of its processes.</summary>
    public abstract void Signal(SignalNumber signal);

    /// <summary>Forgets its times.</summary>
    protected void ClearTimes()
    {
        TimeoutAt = Never;
        KillAt = Never;
        WarnAt = Never;
        ShowAt = Never;
    }
}

using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>One place for a running task. Times are in the clock's own unit; <see cref="long.MaxValue"/> is never.</summary>
/// <param name="number">Its number.</param>
internal sealed class ProcessSlot(int number)
{
    /// <summary>No time.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Its number.</summary>
    public int Number { get; } = number;

    /// <summary>The task that runs here, or null.</summary>
    public TaskRun? Run { get; private set; }

    /// <summary>Its process, also the id of its group.</summary>
    public int Pid { get; private set; }

    /// <summary>When its step's timeout passes.</summary>
    public long TimeoutAt { get; set; }

    /// <summary>When it has been asked to end for long enough.</summary>
    public long KillAt { get; set; }

    /// <summary>When it is warned of the end of its worker's time.</summary>
    public long WarnAt { get; set; }

    /// <summary>When its status file is to say that it runs.</summary>
    public long ShowAt { get; set; }

    /// <summary>The next of its times.</summary>
    public long NextTime => Math.Min(Math.Min(TimeoutAt, WarnAt), Math.Min(KillAt, ShowAt));

    /// <summary>Takes a task in.</summary>
    public void Occupy(TaskRun run, int pid)
    {
        Run = run;
        Pid = pid;
        TimeoutAt = Never;
        KillAt = Never;
        WarnAt = Never;
        ShowAt = Never;
    }

    /// <summary>Lets the task go.</summary>
    public void Vacate() => Run = null;
}

using Merlin.Posix;
using Merlin.Worker.Placement;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>A task whose processes are not the worker's children. Belongs to the desk.</summary>
internal abstract class OutsideTask : LiveTask
{
    /// <summary>Takes a task on that has begun.</summary>
    protected OutsideTask(TaskRun run)
    {
        Run = run;
        Task = run;
        Seat = run.Seat!;
    }

    /// <summary>The task.</summary>
    public TaskRun Task { get; }

    /// <summary>What it holds.</summary>
    public Seat Seat { get; }

    /// <summary>Whether its processes were seen to run.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Whether it has been passed on to be finished.</summary>
    public bool HasEnded => Run is null;

    /// <summary>Its processes run.</summary>
    /// <param name="at">Since when, microseconds since 1970-01-01 UTC.</param>
    /// <param name="timestamp">Now, in the clock's own unit.</param>
    public void Start(long at, long timestamp)
    {
        HasStarted = true;
        Task.StartMicros = at;
        Task.StartTimestamp = timestamp;
    }

    /// <summary>Its processes have ended: its times count no more.</summary>
    public void End(ChildExit exit, TimeSpan duration)
    {
        Task.Exit = exit;
        Task.Duration = duration;
        Run = null;
    }
}

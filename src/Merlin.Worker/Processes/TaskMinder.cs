using Merlin.Posix;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Processes;

/// <summary>
/// Does with running tasks what is due: shows them in their status files, warns them of the worker's end, and ends them when
/// they have run too long or are not wanted. Belongs to the thread that starts them.
/// </summary>
internal sealed class TaskMinder
{
    private static readonly TimeSpan ShowsAfter = TimeSpan.FromSeconds(1);
    private readonly WorkerOptions _options;
    private readonly ITaskSteps _steps;
    private readonly long _endsAt;

    /// <summary>Makes a minder.</summary>
    /// <param name="options">When the worker ends, and how long tasks may live on that were asked to end.</param>
    /// <param name="steps">Where tasks are shown.</param>
    public TaskMinder(WorkerOptions options, ITaskSteps steps)
    {
        _options = options;
        _steps = steps;
        _endsAt = options.Deadline is { } deadline
            ? After(Clock.GetTimestamp(), deadline - Clock.GetUtcNow())
            : LiveTask.Never;
    }

    private TimeProvider Clock => _options.Clock;

    /// <summary>A task runs.</summary>
    public void Begin(LiveTask task)
    {
        TaskRun run = task.Run!;
        if (run.Node.Status is not null)
        {
            task.ShowAt = After(run.StartTimestamp, ShowsAfter);
        }

        if (run.Node.Timeout is { } timeout)
        {
            task.TimeoutAt = After(run.StartTimestamp, timeout);
        }

        if (_endsAt != LiveTask.Never && run.Node.Plan.Signal is { } signal)
        {
            // One that starts after its time is warned with the others when the worker begins to leave.
            long warnAt = _endsAt - (long)((double)signal.Seconds * Clock.TimestampFrequency);
            task.WarnAt = warnAt > run.StartTimestamp ? warnAt : LiveTask.Never;
        }
    }

    /// <summary>Does with some tasks what a command says.</summary>
    public void CarryOut(RunnerCommand command, ReadOnlySpan<LiveTask> tasks)
    {
        foreach (LiveTask task in tasks)
        {
            if (task.Run is not { } run || (command.Only is { } only && run.Task.Key != only) || (command.OnlyQueued && !task.IsQueued))
            {
                continue;
            }

            if (command.OnlyWarns)
            {
                Warn(task, run);
            }
            else
            {
                End(task, run, command.Cause, command.AtOnce);
            }
        }
    }

    /// <summary>Does with some tasks what their time has come for.</summary>
    public void Watch(ReadOnlySpan<LiveTask> tasks)
    {
        long now = Clock.GetTimestamp();
        foreach (LiveTask task in tasks)
        {
            if (task.Run is { } run && task.NextTime <= now)
            {
                Watch(task, run, now);
            }
        }
    }

    /// <summary>When something is due for any of some tasks.</summary>
    public static long NextTime(ReadOnlySpan<LiveTask> tasks)
    {
        long next = LiveTask.Never;
        foreach (LiveTask task in tasks)
        {
            next = task.Run is null ? next : Math.Min(next, task.NextTime);
        }

        return next;
    }

    /// <summary>Milliseconds until a time; -1 for never.</summary>
    public int MillisecondsUntil(long time)
    {
        if (time == LiveTask.Never)
        {
            return -1;
        }

        double milliseconds = Clock.GetElapsedTime(Clock.GetTimestamp(), time).TotalMilliseconds;
        return (int)Math.Clamp(Math.Ceiling(milliseconds), 0, int.MaxValue);
    }

    /// <summary>The time some time after another.</summary>
    public long After(long timestamp, TimeSpan span)
    {
        double ticks = span.TotalSeconds * Clock.TimestampFrequency;
        return ticks >= LiveTask.Never - timestamp ? LiveTask.Never : timestamp + (long)ticks;
    }

    private void Watch(LiveTask task, TaskRun run, long now)
    {
        if (task.ShowAt <= now)
        {
            task.ShowAt = LiveTask.Never;
            run.IsShared = true;
            _steps.RunsOn(run);
        }

        if (task.WarnAt <= now)
        {
            Warn(task, run);
        }

        if (task.KillAt <= now)
        {
            task.KillAt = LiveTask.Never;
            task.Signal(SignalNumber.Kill);
        }

        if (task.TimeoutAt <= now)
        {
            End(task, run, EndCause.Timeout, atOnce: false);
        }
    }

    private static void Warn(LiveTask task, TaskRun run)
    {
        task.WarnAt = LiveTask.Never;
        if (run.Warning == SignalNumber.None && run.Node.Warning is not SignalNumber.None and SignalNumber signal)
        {
            run.Warning = signal;
            task.Signal(signal);
        }
    }

    private void End(LiveTask task, TaskRun run, EndCause cause, bool atOnce)
    {
        if (run.Cause == EndCause.None)
        {
            run.Cause = cause;
            task.TimeoutAt = LiveTask.Never;
            task.KillAt = After(Clock.GetTimestamp(), _options.TerminationGrace);
            task.Signal(SignalNumber.Terminate);
        }

        if (atOnce)
        {
            task.Signal(SignalNumber.Kill);
        }
    }
}

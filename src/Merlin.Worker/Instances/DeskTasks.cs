using System.Runtime.InteropServices;
using Merlin.Posix;
using Merlin.Worker.Placement;
using Merlin.Worker.Processes;
using Merlin.Worker.Tasks;

namespace Merlin.Worker.Instances;

/// <summary>The tasks that the desk has started, from then until Flux has all of theirs back. Belongs to the desk.</summary>
/// <param name="placed">Gets back what they held.</param>
/// <param name="minder">Minds those that run.</param>
/// <param name="steps">Where tasks go that have ended.</param>
/// <param name="clock">The clock.</param>
internal sealed class DeskTasks(PlacedTasks placed, TaskMinder minder, ITaskSteps steps, TimeProvider clock)
{
    private readonly List<LiveTask> _live = [];

    /// <summary>All of them, until the next change.</summary>
    public ReadOnlySpan<LiveTask> Live => CollectionsMarshal.AsSpan(_live);

    /// <summary>Adds one that is being started.</summary>
    public void Add(OutsideTask task) => _live.Add(task);

    /// <summary>The processes of one run.</summary>
    /// <param name="task">The task.</param>
    /// <param name="micros">Since when, microseconds since 1970-01-01 UTC.</param>
    public void NoteStart(OutsideTask task, long micros)
    {
        task.Start(micros, clock.GetTimestamp());
        minder.Begin(task);
        steps.Started(task.Task);
    }

    /// <summary>One has come to its end.</summary>
    public void End(OutsideTask task, ChildExit exit, TimeSpan duration)
    {
        if (task.HasEnded)
        {
            return;
        }

        task.End(exit, duration);
        task.Task.Seat = null; // what it holds is free when Flux says so
        steps.Exited(task.Task);
    }

    /// <summary>One could not be started; or was not to be any more.</summary>
    public void Refuse(OutsideTask task, string reason)
    {
        if (!task.HasEnded)
        {
            task.Task.StartRefusal = task.Task.Cause == EndCause.None ? reason : null;
            End(task, ExitReading.Killed, TimeSpan.Zero);
        }
    }

    /// <summary>The place where one ran is lost.</summary>
    public void LosePlace(OutsideTask task)
    {
        if (!task.HasEnded)
        {
            Blame(task);
            End(task, ExitReading.Killed, clock.GetElapsedTime(task.Task.StartTimestamp));
        }
    }

    /// <summary>Flux has everything back that one held.</summary>
    public void Forget(OutsideTask task)
    {
        _live.Remove(task);
        placed.Release(task.Seat);
    }

    /// <summary>The whole instance is lost: whatever comes of one that has not ended yet, that is why.</summary>
    public void NoteLoss()
    {
        foreach (LiveTask task in _live)
        {
            if (task is OutsideTask { HasEnded: false } running)
            {
                Blame(running);
                running.Signal(SignalNumber.Kill); // where only Flux's word has failed, it may hear of this
            }
        }
    }

    /// <summary>Nothing of any of them runs any more, since the whole instance is lost.</summary>
    public void LoseAll()
    {
        foreach (LiveTask task in _live)
        {
            LosePlace((OutsideTask)task);
        }

        _live.Clear();
    }

    // Only of one that has not ended: from then on its run is others', and may be another task's already.
    private static void Blame(OutsideTask task) =>
        task.Task.Cause = task.Task.Cause == EndCause.None ? EndCause.PlaceLost : task.Task.Cause;
}

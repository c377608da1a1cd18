using Merlin.Broker.Changes;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Moves tasks between states and lets the consequences follow: dependents become ready or not-run, a stopping study
/// cancels what comes back to it.
/// </summary>
/// <remarks>Consequences are worked off from a queue by <see cref="Settle"/>, so that no chain is too long.</remarks>
internal sealed class TaskFlow(Effects effects, ReadyQueue ready, DelayedTasks delayed)
{
    private readonly Queue<EndedTasks> _news = new();
    private readonly List<Study> _finished = [];

    /// <summary>Studies whose last task has ended since they were last cleared.</summary>
    public List<Study> Finished => _finished;

    /// <summary>Ends tasks that are all in <paramref name="from"/>; the change is the caller's to store.</summary>
    public void End(TaskArray array, IReadOnlyList<IndexRange> ranges, TaskState from, TaskState to)
    {
        if (ranges.Count == 0)
        {
            return;
        }

        array.States.Move(ranges, from, to);
        array.Tried.Forget(ranges);
        array.Lossy.Forget(ranges);
        if (from == TaskState.Ready)
        {
            ready.Update(array);
        }

        _news.Enqueue(new EndedTasks(array, ranges, to));
        if (!array.Study.Lasting && array.States.Open == 0 && --array.Study.OpenArrays == 0)
        {
            _finished.Add(array.Study);
        }
    }

    /// <summary>Ends open tasks wherever they stand, and stores that they never ran.</summary>
    public void EndUnrun(TaskArray array, IReadOnlyList<IndexRange> ranges, TaskState from, TaskOutcome outcome)
    {
        if (ranges.Count > 0)
        {
            effects.Store(new RangesEnded(array.Id, ranges, outcome));
            End(array, ranges, from, outcome.EndState());
        }
    }

    /// <summary>Cancels every task that waits or is ready.</summary>
    /// <returns>How many.</returns>
    public long CancelUnleased(TaskArray array)
    {
        long cancelled = 0;
        IndexRange[] all = [new IndexRange(0, array.Spec.Count)];
        foreach (TaskState state in (ReadOnlySpan<TaskState>)[TaskState.Waiting, TaskState.Ready])
        {
            List<IndexRange> tasks = Among(array.States[state], all);
            cancelled += tasks.Total();
            EndUnrun(array, tasks, state, TaskOutcome.Cancelled);
        }

        return cancelled;
    }

    /// <summary>Takes tasks into a lease.</summary>
    public void Lease(TaskArray array, IReadOnlyList<IndexRange> ranges, TaskState from)
    {
        array.States.Move(ranges, from, TaskState.Leased);
        if (from == TaskState.Ready)
        {
            array.Tried.SetDue(ranges, due: false);
            array.Lossy.SetReady(ranges, ready: false);
            ready.Update(array);
        }
    }

    /// <summary>Takes back tasks that left a lease without having ended.</summary>
    public void Release(TaskArray array, IReadOnlyList<IndexRange> ranges)
    {
        array.States.Move(ranges, TaskState.Leased, TaskState.Waiting);
        if (array.Study.IsStopping)
        {
            EndUnrun(array, ranges, TaskState.Waiting, TaskOutcome.Cancelled);
        }
        else
        {
            MakeReady(array, ranges);
        }
    }

    /// <summary>Takes tasks out altogether, wherever they stand.</summary>
    public void Drop(TaskArray array, IReadOnlyList<IndexRange> ranges)
    {
        array.States.Drop(ranges);
        array.Tried.Forget(ranges);
        array.Lossy.Forget(ranges);
        ready.Update(array);
    }

    /// <summary>Remembers another attempt at a task that waits.</summary>
    public void Delay(TaskArray array, ScheduledAttempt scheduled, Instant now)
    {
        bool later = scheduled.NotBefore > now;
        array.Tried.Set(scheduled, later);
        if (later)
        {
            delayed.Add(array, scheduled.Attempt.Index, scheduled.NotBefore);
        }
    }

    /// <summary>Lets the tasks go whose time has come.</summary>
    public void Wake(Instant now)
    {
        while (delayed.TryTake(now, out TaskArray? array, out long index))
        {
            bool isDue = array.Tried.Find(index) is { } scheduled && scheduled.NotBefore <= now;
            if (isDue && array.Tried.Delayed.Contains(index))
            {
                array.Tried.Delayed.Remove(IndexRange.Of(index));
                MakeReady(array, [IndexRange.Of(index)]);
            }
        }
    }

    /// <summary>Makes those among some tasks ready that wait and have nothing to wait for any more.</summary>
    public void MakeReady(TaskArray array, IReadOnlyList<IndexRange> among)
    {
        if (array.BarriersLeft > 0 || array.Study.IsStopping)
        {
            return;
        }

        List<IndexRange> candidates = Among(array.States[TaskState.Waiting], among);
        foreach (TaskArray before in array.Before)
        {
            candidates = Without(candidates, before.States[TaskState.Waiting]);
            candidates = Without(candidates, before.States[TaskState.Ready]);
            candidates = Without(candidates, before.States[TaskState.Leased]);
        }

        candidates = Without(candidates, array.Tried.Delayed);
        if (candidates.Count > 0)
        {
            Offer(array, candidates);
        }
    }

    /// <summary>Makes waiting tasks ready, whatever they may seem to wait for.</summary>
    public void Offer(TaskArray array, IReadOnlyList<IndexRange> ranges)
    {
        array.States.Move(ranges, TaskState.Waiting, TaskState.Ready);
        array.Tried.SetDue(ranges, due: true);
        array.Lossy.SetReady(ranges, ready: true);
        ready.Update(array);
    }

    /// <summary>Works off all consequences.</summary>
    public void Settle()
    {
        while (_news.TryDequeue(out EndedTasks ended))
        {
            bool broken = ended.State is TaskState.Raised or TaskState.NotRun;
            foreach (TaskArray after in ended.Array.After)
            {
                if (broken)
                {
                    NeverRun(after, ended.Ranges);
                }
                else
                {
                    MakeReady(after, ended.Ranges);
                }
            }

            // Several reports may wait here when the last task has ended; only the last news tells the dependents.
            if (ended.Array.States.Open == 0 && !ended.Array.BarrierLifted)
            {
                LiftBarrier(ended.Array);
            }
        }
    }

    private void LiftBarrier(TaskArray array)
    {
        array.BarrierLifted = true;
        bool neverRan = array.States[TaskState.NotRun].Count == array.Spec.Count;
        foreach (TaskArray dependent in array.Barriers)
        {
            dependent.BarriersLeft--;
            IndexRange[] all = [new IndexRange(0, dependent.Spec.Count)];
            if (neverRan)
            {
                NeverRun(dependent, all);
            }
            else
            {
                MakeReady(dependent, all);
            }
        }
    }

    // Another predecessor's end may have made a task ready just before the news of this one came.
    private void NeverRun(TaskArray array, IReadOnlyList<IndexRange> among)
    {
        foreach (TaskState state in (ReadOnlySpan<TaskState>)[TaskState.Waiting, TaskState.Ready])
        {
            EndUnrun(array, Among(array.States[state], among), state, TaskOutcome.NotRun);
        }
    }

    private static List<IndexRange> Among(IndexSet set, IReadOnlyList<IndexRange> ranges)
    {
        var found = new List<IndexRange>();
        for (int i = 0; i < ranges.Count; i++)
        {
            set.CopyTo(ranges[i], found);
        }

        return found;
    }

    private static List<IndexRange> Without(List<IndexRange> ranges, IndexSet set)
    {
        if (set.IsEmpty || ranges.Count == 0)
        {
            return ranges;
        }

        var rest = new List<IndexRange>();
        var taken = new List<IndexRange>();
        foreach (IndexRange range in ranges)
        {
            taken.Clear();
            set.CopyTo(range, taken);
            long start = range.Start;
            foreach (IndexRange hole in taken)
            {
                rest.Append(start, hole.Start);
                start = hole.End;
            }

            rest.Append(start, range.End);
        }

        return rest;
    }

    private readonly record struct EndedTasks(TaskArray Array, IReadOnlyList<IndexRange> Ranges, TaskState State);
}

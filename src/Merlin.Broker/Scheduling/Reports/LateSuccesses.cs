using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Accepts successes of tasks that are no longer in their reporter's hands and have not ended. Where somebody else has
/// such a task, that copy is shadowed and asked back.
/// </summary>
internal sealed class LateSuccesses(
    Effects effects, LeaseTable leases, TaskFlow flow, Recalls recalls, ITaskPolicy policy)
{
    public void Take(TaskArray array, ConsumerId reporter, TaskReport report)
    {
        // Whatever the reporter held rightly has ended by now, so what is open here is in other hands or in none.
        ReportedTasks? late = null;
        var tasks = new RunnerCursor(report);
        for (int i = 0; i < report.Tasks.Count; i++)
        {
            ReportedTask task = tasks.Next();
            bool succeeded = task.Record.Outcome is TaskOutcome.Succeeded or TaskOutcome.AlreadyFinished or TaskOutcome.DryRun;
            if (succeeded && Counts(array, task.Record.Index))
            {
                (late ??= new ReportedTasks()).Add(task);
            }
        }

        if (late is not null)
        {
            TakeRecords(array, reporter, late);
        }

        TakeFinished(array, report.AlreadyFinished);
    }

    private void TakeRecords(TaskArray array, ConsumerId reporter, ReportedTasks late)
    {
        var tasks = new RangeSet(late.Records.ConvertAll(record => IndexRange.Of(record.Index)));
        Shadow(array, tasks);
        late.Store(effects, array.Id, reporter);
        End(array, tasks);
    }

    private bool Counts(TaskArray array, long index) =>
        array.States.IsOpen(index) || (policy.TakesAbsentTasks && index >= 0 && array.States.Of(index) is null);

    private void TakeFinished(TaskArray array, IReadOnlyList<IndexRange> ranges)
    {
        if (ranges.Count == 0)
        {
            return;
        }

        var open = new List<IndexRange>();
        IReadOnlyList<IndexRange> asked = new RangeSet(ranges).Runs;
        foreach (TaskState state in (ReadOnlySpan<TaskState>)[TaskState.Waiting, TaskState.Ready, TaskState.Leased])
        {
            for (int i = 0; i < asked.Count; i++)
            {
                open.AddRange(Within(array.States[state], asked[i]));
            }
        }

        if (policy.TakesAbsentTasks)
        {
            open.AddRange(array.States.Absent(asked).Runs);
        }

        if (open.Count > 0)
        {
            var tasks = new RangeSet(open);
            Shadow(array, tasks);
            effects.Store(new RangesEnded(array.Id, tasks.ToArray(), TaskOutcome.AlreadyFinished));
            End(array, tasks);
        }
    }

    private void Shadow(TaskArray array, RangeSet tasks)
    {
        foreach (Lease lease in array.Study.Leases)
        {
            int place = lease.PlaceOf(array);
            RangeSet shadowed = place < 0 ? new RangeSet() : lease.Held(place).Intersect(tasks.Runs);
            if (!shadowed.IsEmpty)
            {
                leases.Shadow(lease, place, shadowed);
                recalls.Ask(lease, shadowed, kill: false);
            }
        }
    }

    private void End(TaskArray array, RangeSet tasks)
    {
        foreach (TaskState state in (ReadOnlySpan<TaskState>)[TaskState.Waiting, TaskState.Ready, TaskState.Leased])
        {
            var there = new List<IndexRange>();
            foreach (IndexRange range in tasks.Runs)
            {
                array.States[state].CopyTo(range, there);
            }

            flow.End(array, there, state, TaskState.Succeeded);
        }
    }

    private static List<IndexRange> Within(IndexSet set, IndexRange range)
    {
        var found = new List<IndexRange>();
        set.CopyTo(range, found);
        return found;
    }
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Takes in what consumers report. Whatever comes twice, late, out of order or under a lease that is gone changes
/// nothing, but for a success: a task that has not ended and did succeed somewhere has ended.
/// </summary>
internal sealed class Reports(
    Effects effects,
    StudyTable studies,
    LeaseTable leases,
    TaskFlow flow,
    ITaskPolicy policy,
    LateSuccesses late,
    HeldAcks acks)
{
    // What finding a finished file is taken to cost, for the size of leases.
    private const double AlreadyFinishedMicros = 200;

    /// <remarks>
    /// A report about another owner's tasks is acknowledged like one about tasks that are not there, so that its sender has
    /// done with it and learns nothing; nothing is taken of it.
    /// </remarks>
    public void Handle(PeerId peer, ClientIdentity sender, ConsumerId reporter, TaskReport report, Instant now)
    {
        TaskArray? array = studies.Find(report.Array);
        array = array is not null && sender.MayWork && array.Study.IsOwnedBy(sender) ? array : null;
        if (array is not null)
        {
            Lease? lease = leases.Find(report.Lease);
            int place = lease?.PlaceOf(array) ?? -1;
            if (lease is not null && place >= 0)
            {
                lease.AskedInVain = false;
                TakeHeld(lease, place, report, now);
                leases.CloseIfEmpty(lease);
            }

            late.Take(array, reporter, report);
            flow.Settle();
        }

        acks.Acknowledge(peer, report, array);
    }

    private void TakeHeld(Lease lease, int place, TaskReport report, Instant now)
    {
        var ended = new ReportedTasks();
        var tasks = new RunnerCursor(report);
        for (int i = 0; i < report.Tasks.Count; i++)
        {
            TakeRecord(lease, place, tasks.Next(), ended, now);
        }

        EndRun(lease, place, ended);
        EndAlreadyFinished(lease, place, report.AlreadyFinished);
        policy.Obey(lease.Chain[place], ended.Records);
    }

    private void TakeRecord(Lease lease, int place, in ReportedTask task, ReportedTasks ended, Instant now)
    {
        TaskRecord record = task.Record;
        if (!IsOutcomeOfARun(record.Outcome))
        {
            return;
        }

        TaskArray array = lease.Chain[place];
        lease.Holder.Forget(array, record.Index);
        if (lease.Shadowed(place).Contains(record.Index))
        {
            EndShadow(lease, place, record);
        }
        else if (lease.Held(place).Contains(record.Index) && record.Attempt == array.Tried.AttemptOf(record.Index))
        {
            Learn(array, record);
            if (record.Outcome.AsksForAnotherAttempt())
            {
                TakeAnotherAttempt(lease, place, task, ended, now);
            }
            else
            {
                ended.Add(task);
            }
        }
    }

    // The holder does not go on with the chain of such a task, even if the task ends here after all.
    private void TakeAnotherAttempt(Lease lease, int place, in ReportedTask task, ReportedTasks ended, Instant now)
    {
        if (policy.EndOrTryAgain(lease, place, task, now) is not { } end)
        {
            return;
        }

        ended.Add(task with { Record = end });
        if (place + 1 < lease.Chain.Length)
        {
            leases.GiveBack(lease, place + 1, [IndexRange.Of(end.Index)]);
        }
    }

    // The task ended elsewhere before. If this copy breaks its chain, the holder will not go on with the rest of it.
    private void EndShadow(Lease lease, int place, TaskRecord record)
    {
        IndexRange[] task = [IndexRange.Of(record.Index)];
        LeaseTable.ClearShadows(lease, place, task);
        bool breaks = record.Outcome.AsksForAnotherAttempt() || record.Outcome.EndState() == TaskState.Raised;
        if (breaks && place + 1 < lease.Chain.Length)
        {
            leases.GiveBack(lease, place + 1, task);
        }
    }

    private void EndRun(Lease lease, int place, ReportedTasks ended)
    {
        if (ended.Count == 0)
        {
            return;
        }

        lease.Holder.Ended += ended.Count;
        ended.Store(effects, lease.Chain[place].Id, lease.Holder.Id);
        foreach ((TaskState state, RangeSet tasks) in ended.ByState)
        {
            leases.End(lease, place, tasks, state);
        }
    }

    private void EndAlreadyFinished(Lease lease, int place, IReadOnlyList<IndexRange> ranges)
    {
        if (ranges.Count == 0)
        {
            return;
        }

        LeaseTable.ClearShadows(lease, place, ranges);
        RangeSet finished = lease.Held(place).Intersect(ranges);
        if (!finished.IsEmpty)
        {
            lease.Holder.Ended += finished.Count;
            lease.Chain[place].Time.AddSkipped(AlreadyFinishedMicros, finished.Count);
            effects.Store(new RangesEnded(lease.Chain[place].Id, finished.ToArray(), TaskOutcome.AlreadyFinished));
            leases.End(lease, place, finished, TaskState.Succeeded);
        }
    }

    private static void Learn(TaskArray array, TaskRecord record)
    {
        if (record.Outcome is not TaskOutcome.StartFailed and not TaskOutcome.NotStartable)
        {
            array.Time.Add(record.DurationMicros);
        }
    }

    private static bool IsOutcomeOfARun(TaskOutcome outcome) =>
        outcome is not TaskOutcome.None and not TaskOutcome.NotRun && Enum.IsDefined(outcome);
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>The root's way: it counts and delays retries, ends the task when they are spent, and stops studies and workers.</summary>
internal sealed class RootPolicy(
    SchedulerOptions options, Effects effects, LeaseTable leases, TaskFlow flow, Stopping stopping) : ITaskPolicy
{
    // Beyond this a doubled back-off would not be a plan any more.
    private const int MostDoublings = 10;

    public bool TakesAbsentTasks => false;

    public void Obey(TaskArray array, List<TaskRecord> ended) => stopping.Obey(array, ended);

    public TaskRecord? EndOrTryAgain(Lease lease, int place, ReportedTask task, Instant now)
    {
        TaskRecord record = task.Record;
        TaskArray array = lease.Chain[place];
        AttemptState? past = array.Tried.Find(record.Index)?.Attempt;
        int startFailures = past?.StartFailures ?? 0;
        if (array.Study.IsStopping)
        {
            return record with { Outcome = TaskOutcome.Cancelled };
        }

        if (record.Outcome == TaskOutcome.StartFailed)
        {
            if (startFailures >= options.StartFailureBudget)
            {
                return record with { Outcome = TaskOutcome.NotStartable };
            }

            startFailures++;
        }
        else if (record.Attempt - startFailures >= array.Spec.MaxRetries)
        {
            return record with { Outcome = TaskOutcome.RetriesExhausted };
        }

        long firstStart = past is { FirstStartMicros: > 0 } earlier ? earlier.FirstStartMicros : record.StartMicros;
        var next = new AttemptState(record.Index, record.Attempt + 1, record.Outcome, firstStart, startFailures);
        TryAgain(lease, place, new ScheduledAttempt(next, now + Delay(array, record.Outcome, startFailures)), now);
        return null;
    }

    private static TimeSpan Delay(TaskArray array, TaskOutcome outcome, int startFailures) =>
        outcome == TaskOutcome.StartFailed
            ? TimeSpan.FromSeconds(1L << Math.Min(startFailures - 1, MostDoublings))
            : array.Spec.RetryDelay;

    private void TryAgain(Lease lease, int place, ScheduledAttempt scheduled, Instant now)
    {
        TaskArray array = lease.Chain[place];
        effects.Store(new AttemptScheduled(array.Id, scheduled.Attempt, scheduled.NotBefore));

        // Delayed first, so that leaving the lease does not make it ready.
        flow.Delay(array, scheduled, now);
        leases.GiveBack(lease, place, [IndexRange.Of(scheduled.Attempt.Index)]);
    }
}

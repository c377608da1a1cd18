using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Blames the tasks of a lost worker: all of them a little and none for long, so that one that keeps killing its workers
/// is found and given up, and those that ran beside it are not.
/// </summary>
/// <remarks>
/// A task that has lost <see cref="SchedulerOptions.IsolationLosses"/> workers is run alone; only losses while it is alone
/// count towards its end. A loss never costs a task one of its retries.
/// </remarks>
internal sealed class Blame(SchedulerOptions options, Effects effects, LeaseTable leases)
{
    // A loss of more tasks than this says nothing of any of them, and running so many alone would cost more than it finds.
    private const int MostBlamed = 256;

    /// <summary>Takes the loss of a worker in, while its leases are still open.</summary>
    public void Take(Consumer lost, Instant now)
    {
        if (lost.EndsAt <= now)
        {
            return;
        }

        // Who was never seen since the broker started was lost with the broker, or with what took the broker down.
        HashSet<(TaskArray Array, long Index)> blamed = lost.WasSeen ? Blamed(lost) : [];
        Suspect(lost);
        if (blamed.Count > MostBlamed)
        {
            return;
        }

        Lease? alone = lost.AloneLease;
        foreach ((TaskArray array, long index) in blamed)
        {
            bool counts = alone?.Chain[0] == array && alone.Held(0).Contains(index) && lost.StopReason is null;
            TaskLosses past = array.Lossy.Of(index);
            var losses = new TaskLosses(index, past.Any + 1, past.Alone + (counts ? 1 : 0));
            effects.Store(new TaskLossesSet(array.Id, losses));
            Restore(array, losses);
            if (losses.Alone >= options.QuarantineLosses)
            {
                Quarantine(alone!, lost, array, index);
            }
        }
    }

    /// <summary>Notes losses of a task that is not ready, as a store or this loss tells.</summary>
    public void Restore(TaskArray array, TaskLosses losses)
    {
        array.Lossy.Set(losses);
        if (losses.Any >= options.IsolationLosses)
        {
            array.Lossy.Isolate(IndexRange.Of(losses.Index));
        }
    }

    // What ran by its last word, and what may have been started since.
    private static HashSet<(TaskArray Array, long Index)> Blamed(Consumer lost)
    {
        var blamed = new HashSet<(TaskArray Array, long Index)>();
        foreach (Lease lease in lost.Leases)
        {
            if (!lease.Chain[0].Study.IsStopping)
            {
                AddRunning(lease, lost, blamed);
                AddFirst(lease, blamed);
            }
        }

        return blamed;
    }

    private static void AddRunning(Lease lease, Consumer lost, HashSet<(TaskArray Array, long Index)> blamed)
    {
        foreach ((TaskArray array, long index) in lost.Running.Keys)
        {
            if (lease.PlaceOf(array) is >= 0 and var place && lease.Held(place).Contains(index))
            {
                blamed.Add((array, index));
            }
        }
    }

    private static void AddFirst(Lease lease, HashSet<(TaskArray Array, long Index)> blamed)
    {
        int count = lease.Slots;
        var startable = new RangeSet();
        for (int place = 0; place < lease.Chain.Length && startable.Count < count; place++)
        {
            RangeSet first = lease.Held(place).Except(startable.Runs);
            startable.AddAll(first.Runs);
            foreach (IndexRange run in first.First(count).Runs)
            {
                for (long index = run.Start; index < run.End; index++)
                {
                    blamed.Add((lease.Chain[place], index));
                }
            }
        }
    }

    private static void Suspect(Consumer lost)
    {
        foreach (Lease lease in lost.Leases)
        {
            for (int place = 0; place < lease.Chain.Length; place++)
            {
                lease.Chain[place].Lossy.Suspect(lease.Held(place).Runs);
            }
        }
    }

    private void Quarantine(Lease lease, Consumer lost, TaskArray array, long index)
    {
        long start = lost.Running.TryGetValue((array, index), out RunningTask running) ? running.StartMicros : 0;
        var record = new TaskRecord(
            index, TaskOutcome.Quarantined, ExitCode: -1, array.Tried.AttemptOf(index), start, DurationMicros: 0, ElapsedMicros: 0);
        effects.Store(new TasksEnded(array.Id, lost.Id, [record]));
        leases.End(lease, place: 0, new RangeSet([IndexRange.Of(index)]), TaskState.Raised);
    }
}

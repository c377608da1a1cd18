namespace Merlin.Broker.Scheduling;

/// <summary>Says where single tasks stand, and what waiting ones wait for.</summary>
internal static class TaskExplanations
{
    /// <summary>What the waiting tasks of an array wait for.</summary>
    public static IEnumerable<string> Waiting(TaskArray array)
    {
        long waiting = array.States[TaskState.Waiting].Count;
        if (waiting == 0)
        {
            yield break;
        }

        foreach (string reason in Barriers(array))
        {
            yield return reason;
        }

        if (!array.Tried.Delayed.IsEmpty)
        {
            long delayed = array.Tried.Delayed.Count;
            yield return $"{Words.Tasks(delayed)} {Words.Are(delayed)} to be tried again and {Words.Are(delayed)} not due yet.";
        }

        foreach (TaskArray before in array.Before.Where(before => before.States.Open > 0))
        {
            yield return $"{Words.Tasks(waiting)} {Words.Are(waiting)} waiting, each for the task of step '{before.Spec.Name}' "
                + $"with the same sample; {Words.Tasks(before.States.Open)} of that step {HaveNot(before.States.Open)} ended.";
        }
    }

    /// <summary>What one waiting task waits for.</summary>
    public static IEnumerable<string> Waiting(TaskArray array, long index)
    {
        foreach (string reason in Barriers(array))
        {
            yield return reason;
        }

        foreach (TaskArray before in array.Before.Where(before => before.States.IsOpen(index)))
        {
            yield return $"It waits for task {Words.Number(index)} of step '{before.Spec.Name}', which {Standing(before, index)}.";
        }

        if (array.Tried.Find(index) is { } scheduled && array.Tried.Delayed.Contains(index))
        {
            yield return $"It is to be tried again ({Cause(scheduled.Attempt.Kind)}) at {Words.Time(scheduled.NotBefore)}.";
        }
    }

    /// <summary>What is special about one ready task.</summary>
    public static IEnumerable<string> Ready(TaskArray array, long index)
    {
        if (array.Lossy.IsIsolated(index))
        {
            yield return $"{Words.Number(array.Lossy.Of(index).Any)} workers were lost while it ran, so it waits for a worker that "
                + "has nothing else to do.";
        }
    }

    /// <summary>Where a task is that is in a consumer's hands.</summary>
    public static IReadOnlyList<string> Leased(TaskArray array, long index)
    {
        foreach (Lease lease in array.Study.Leases)
        {
            int place = lease.PlaceOf(array);
            if (place >= 0 && lease.Held(place).Contains(index))
            {
                return [Held(lease, place, index)];
            }
        }

        return ["It is with a worker."];
    }

    /// <summary>How a task has ended.</summary>
    public static string Ended(TaskState state) => state switch
    {
        TaskState.Succeeded => "It has ended well.",
        TaskState.Failed => "It has ended and failed; what depends on it goes on.",
        TaskState.Raised => "It has ended and failed; what depends on it does not run.",
        TaskState.NotRun => "It will not run: a task that it depends on failed or did not run.",
        _ => "It was cancelled.",
    };

    private static string Held(Lease lease, int place, long index)
    {
        TaskArray array = lease.Chain[place];
        string worker = lease.Holder.Peer is null
            ? $"{Worker(lease.Holder)}, which has no line to the broker at the moment"
            : Worker(lease.Holder);
        if (lease.Holder.Running.TryGetValue((array, index), out Messages.RunningTask running))
        {
            return $"It runs on {worker}, since {Words.Time(new Instant(running.StartMicros))}.";
        }

        for (int earlier = 0; earlier < place; earlier++)
        {
            if (lease.Held(earlier).Contains(index))
            {
                return $"It is with {worker}, which starts it when task {Words.Number(index)} of step "
                    + $"'{lease.Chain[earlier].Spec.Name}' has ended there.";
            }
        }

        return $"It is with {worker}, where it has started since the last heartbeat or waits for its turn.";
    }

    private static string Worker(Consumer consumer) =>
        $"worker '{consumer.Name}'{(consumer.Host.Length > 0 ? $" on {consumer.Host}" : "")}"
            + (consumer.Job.Length > 0 ? $" in Flux job {consumer.Job}" : "");

    private static IEnumerable<string> Barriers(TaskArray array)
    {
        if (array.BarriersLeft == 0)
        {
            yield break;
        }

        foreach (TaskArray before in array.Study.Arrays.Where(other => other.Barriers.Contains(array) && !other.BarrierLifted))
        {
            yield return $"It waits for all tasks of step '{before.Spec.Name}'; {Words.Tasks(before.States.Open)} of that step "
                + $"{HaveNot(before.States.Open)} ended.";
        }
    }

    private static string HaveNot(long count) => count == 1 ? "has not" : "have not";

    private static string Standing(TaskArray array, long index) => array.States.Of(index) switch
    {
        TaskState.Waiting => "waits itself",
        TaskState.Ready => "waits for a worker",
        _ => "is with a worker",
    };

    private static string Cause(TaskOutcome kind) => kind switch
    {
        TaskOutcome.Retry => "it asked for a retry",
        TaskOutcome.Restart => "it asked for a restart",
        _ => "it could not be started",
    };
}

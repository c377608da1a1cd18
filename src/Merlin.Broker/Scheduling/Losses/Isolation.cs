namespace Merlin.Broker.Scheduling;

/// <summary>
/// Runs tasks alone that have lost workers: on a consumer with nothing else in hand, which gets nothing else until the
/// task has ended.
/// </summary>
/// <remarks>
/// Runs after ordinary work was handed out, so a consumer without work at that time has no other to do. Where there is
/// none, one is drained, but never more than half of those that serve the queue; one that was drained gets ordinary
/// work again before it is drained once more. So neither kind of work starves the other.
/// </remarks>
internal sealed class Isolation(ReadyQueue ready, ConsumerTable consumers, LeaseMaker maker, TimeFit time)
{
    private readonly List<Consumer> _drained = [];
    private readonly List<TaskArray> _arrays = [];

    /// <summary>Lets those go on with ordinary work that were drained for tasks which are not there any more.</summary>
    /// <returns>Whether there was any.</returns>
    public bool ReleaseUnneeded(Instant now)
    {
        int freed = _drained.RemoveAll(consumer => !IsNeeded(consumer, now) && Free(consumer));
        return freed > 0;
    }

    /// <summary>Hands out tasks that must run alone.</summary>
    public void Run(Instant now)
    {
        if (ready.Isolated.Count == 0)
        {
            return;
        }

        _arrays.Clear();
        _arrays.AddRange(ready.Isolated);
        _arrays.Sort((a, b) => ReadyOrder.Instance.Compare(a.Key, b.Key));
        foreach (TaskArray array in _arrays)
        {
            Serve(array, now);
        }
    }

    private static bool Free(Consumer consumer)
    {
        consumer.IsDrained = false;
        consumer.Group?.Offer(consumer);
        return true;
    }

    private static bool IsEmpty(Consumer consumer) => consumer.Leases.Count == 0 && consumer.Running.Count == 0;

    // One that leases on would keep all its consumers idle for the one task.
    private static double Cost(Consumer consumer) => consumer.IsAgent ? double.MaxValue : consumer.Load;

    private void Serve(TaskArray array, Instant now)
    {
        List<Consumer> suited = [.. consumers.CrewOf(array.Study.Owner).AbleToRun(array)
            .Where(consumer => time.MostTasks(consumer, array, now) > 0)];
        Queue<Consumer> empty = new(suited.Where(consumer => IsEmpty(consumer) && consumer.Credit > 0)
            .OrderByDescending(consumer => consumer.IsDrained).ThenBy(Cost));
        while (!array.Lossy.IsolatedReady.IsEmpty && empty.TryDequeue(out Consumer? consumer))
        {
            consumer.Credit--;
            maker.GrantAlone(consumer, array, array.Lossy.IsolatedReady.Runs[0].Start);
            consumer.IsDrained = false;
            _drained.Remove(consumer);
        }

        if (!array.Lossy.IsolatedReady.IsEmpty)
        {
            Drain(suited);
        }
    }

    private void Drain(List<Consumer> suited)
    {
        int withheld = suited.Count(consumer => consumer.IsWithheld);
        Consumer? next = suited.Where(consumer => !consumer.IsWithheld).MinBy(Cost);
        if (next is not null && withheld < Math.Max(1, suited.Count / 2))
        {
            next.IsDrained = true;
            _drained.Add(next);
        }
    }

    private bool IsNeeded(Consumer consumer, Instant now)
    {
        foreach (TaskArray array in ready.Isolated)
        {
            if (consumer.Owner == array.Study.Owner
                && consumer.Group?.CanRun(array) == true
                && time.MostTasks(consumer, array, now) > 0)
            {
                return true;
            }
        }

        return false;
    }
}

namespace Merlin.Broker.Scheduling;

/// <summary>Chooses which ready tasks of an array go into the next lease.</summary>
internal static class ReadyTasks
{
    /// <summary>
    /// Up to <paramref name="count"/> tasks that may run beside others: those first that were tried before, and suspects
    /// apart from the rest and never more than <paramref name="slots"/>.
    /// </summary>
    public static IndexRange[] Pick(TaskArray array, long count, int slots)
    {
        var picked = new List<IndexRange>();
        RangeSet isolated = array.Lossy.IsolatedReady;
        array.Tried.Due.First(count + isolated.Count, picked);
        RangeSet free = Without(picked, isolated);
        if (free.IsEmpty)
        {
            picked.Clear();
            array.States[TaskState.Ready].First(count + isolated.Count, picked);
            free = Without(picked, isolated);
        }

        return Bounded(array.Lossy.Suspects.IsEmpty ? free : OfOneKind(free, array.Lossy.Suspects, slots), count);
    }

    private static RangeSet Without(List<IndexRange> picked, RangeSet isolated)
    {
        var free = new RangeSet(picked);
        free.RemoveAll(isolated.Runs);
        return free;
    }

    private static RangeSet OfOneKind(RangeSet free, IndexSet suspects, int slots)
    {
        var found = new List<IndexRange>();
        foreach (IndexRange run in free.Runs)
        {
            suspects.CopyTo(run, found);
        }

        var suspected = new RangeSet(found);
        return suspected.Contains(free.Runs[0].Start)
            ? new RangeSet(Bounded(suspected, slots))
            : free.Except(suspected.Runs);
    }

    private static IndexRange[] Bounded(RangeSet tasks, long count) =>
        tasks.Count <= count ? tasks.ToArray() : tasks.First(count).ToArray();
}

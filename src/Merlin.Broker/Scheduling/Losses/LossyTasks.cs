namespace Merlin.Broker.Scheduling;

/// <summary>The tasks of one array at which workers were lost and that have not ended.</summary>
internal sealed class LossyTasks
{
    private readonly Dictionary<long, TaskLosses> _losses = [];
    private readonly RangeSet _isolated = new();

    /// <summary>
    /// Tasks that were in a lost worker's hands, whether they ran or not. They are leased in few at a time and without their
    /// chains, so that the next loss tells more precisely which of them it was.
    /// </summary>
    public IndexSet Suspects { get; } = new();

    /// <summary>Ready tasks that must run with nothing beside them.</summary>
    public RangeSet IsolatedReady { get; } = new();

    private bool IsEmpty => Suspects.IsEmpty && _losses.Count == 0 && _isolated.IsEmpty;

    public TaskLosses Of(long index) => _losses.GetValueOrDefault(index, new TaskLosses(index, 0, 0));

    /// <summary>Whether a task must run with nothing beside it.</summary>
    public bool IsIsolated(long index) => !_isolated.IsEmpty && _isolated.Contains(index);

    /// <summary>Whether any of some tasks was in a lost worker's hands.</summary>
    public bool Touches(IReadOnlyList<IndexRange> ranges)
    {
        if (IsEmpty)
        {
            return false;
        }

        for (int i = 0; i < ranges.Count; i++)
        {
            if (Suspects.CountIn(ranges[i]) > 0)
            {
                return true;
            }
        }

        return !_isolated.Intersect(ranges).IsEmpty;
    }

    public void Set(TaskLosses losses) => _losses[losses.Index] = losses;

    /// <summary>Has tasks run alone from now on; none of them is ready.</summary>
    public void Isolate(IndexRange range) => _isolated.Add(range);

    /// <summary>Notes that tasks were in the hands of a worker that was lost.</summary>
    public void Suspect(IReadOnlyList<IndexRange> ranges)
    {
        for (int i = 0; i < ranges.Count; i++)
        {
            Suspects.Add(ranges[i]);
        }
    }

    /// <summary>Notes that tasks became ready or are ready no more.</summary>
    public void SetReady(IReadOnlyList<IndexRange> ranges, bool ready)
    {
        if (_isolated.IsEmpty)
        {
            return;
        }

        RangeSet among = _isolated.Intersect(ranges);
        if (ready)
        {
            IsolatedReady.AddAll(among.Runs);
        }
        else
        {
            IsolatedReady.RemoveAll(among.Runs);
        }
    }

    /// <summary>Drops what is known of tasks that have ended or are absent.</summary>
    public void Forget(IReadOnlyList<IndexRange> ranges)
    {
        if (IsEmpty)
        {
            return;
        }

        _isolated.RemoveAll(ranges);
        IsolatedReady.RemoveAll(ranges);
        for (int i = 0; i < ranges.Count; i++)
        {
            Suspects.Remove(ranges[i]);
        }

        foreach (long index in _losses.Keys.Where(index => Contains(ranges, index)).ToArray())
        {
            _losses.Remove(index);
        }
    }

    private static bool Contains(IReadOnlyList<IndexRange> ranges, long index)
    {
        for (int i = 0; i < ranges.Count; i++)
        {
            if (ranges[i].Contains(index))
            {
                return true;
            }
        }

        return false;
    }
}

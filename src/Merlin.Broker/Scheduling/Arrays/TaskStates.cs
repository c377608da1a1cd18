namespace Merlin.Broker.Scheduling;

/// <summary>Which task of one array is in which state. Every task that is present is in exactly one.</summary>
internal sealed class TaskStates
{
    private const int StateCount = 8;

    private readonly IndexSet[] _sets = new IndexSet[StateCount];

    /// <summary>An array whose tasks 0 to <paramref name="count"/> - 1 all wait.</summary>
    public TaskStates(long count)
    {
        _sets[(int)TaskState.Waiting] = IndexSet.All(count);
        for (int state = 1; state < StateCount; state++)
        {
            _sets[state] = new IndexSet();
        }
    }

    public IndexSet this[TaskState state] => _sets[(int)state];

    /// <summary>Tasks that have not ended.</summary>
    public long Open =>
        this[TaskState.Waiting].Count + this[TaskState.Ready].Count + this[TaskState.Leased].Count;

    /// <summary>Bytes held by the sets' data.</summary>
    public long Bytes => _sets.Sum(set => set.Bytes);

    /// <summary>The state of a task, or null when it is not present.</summary>
    public TaskState? Of(long index)
    {
        for (int state = 0; state < StateCount; state++)
        {
            if (_sets[state].Contains(index))
            {
                return (TaskState)state;
            }
        }

        return null;
    }

    /// <summary>Whether the task is present and has not ended.</summary>
    public bool IsOpen(long index) =>
        this[TaskState.Waiting].Contains(index)
        || this[TaskState.Ready].Contains(index)
        || this[TaskState.Leased].Contains(index);

    /// <summary>Those among some tasks that are in no state at all.</summary>
    public RangeSet Absent(IReadOnlyList<IndexRange> ranges)
    {
        var absent = new RangeSet(ranges);
        var present = new List<IndexRange>();
        foreach (IndexSet set in _sets)
        {
            present.Clear();
            for (int i = 0; i < ranges.Count; i++)
            {
                set.CopyTo(ranges[i], present);
            }

            absent.RemoveAll(present);
        }

        return absent;
    }

    /// <summary>Moves tasks, all of which are in <paramref name="from"/>.</summary>
    public void Move(IReadOnlyList<IndexRange> ranges, TaskState from, TaskState to)
    {
        IndexSet source = this[from];
        IndexSet target = this[to];
        for (int i = 0; i < ranges.Count; i++)
        {
            source.Remove(ranges[i]);
            target.Add(ranges[i]);
        }
    }

    /// <summary>Makes tasks absent, whatever state they are in.</summary>
    public void Drop(IReadOnlyList<IndexRange> ranges)
    {
        foreach (IndexSet set in _sets)
        {
            for (int i = 0; i < ranges.Count && !set.IsEmpty; i++)
            {
                set.Remove(ranges[i]);
            }
        }
    }
}

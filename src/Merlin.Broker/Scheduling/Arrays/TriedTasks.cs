using System.Runtime.InteropServices;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>The few tasks of one array that were tried before and have not ended.</summary>
internal sealed class TriedTasks
{
    private readonly Dictionary<long, ScheduledAttempt> _attempts = [];
    private readonly IndexSet _indices = new();
    private readonly List<IndexRange> _found = [];

    public bool IsEmpty => _attempts.Count == 0;

    /// <summary>Tasks whose next attempt's time has not come.</summary>
    public IndexSet Delayed { get; } = new();

    /// <summary>Tasks that are ready for their next attempt; they go first.</summary>
    public IndexSet Due { get; } = new();

    /// <summary>The attempt that a task is at or waits for; 0 for one that was never tried.</summary>
    public int AttemptOf(long index) => Find(index)?.Attempt.Attempt ?? 0;

    public ScheduledAttempt? Find(long index) =>
        _attempts.TryGetValue(index, out ScheduledAttempt found) ? found : null;

    public void Set(ScheduledAttempt scheduled, bool delayed)
    {
        long index = scheduled.Attempt.Index;
        _attempts[index] = scheduled;
        _indices.Add(IndexRange.Of(index));
        if (delayed)
        {
            Delayed.Add(IndexRange.Of(index));
        }
    }

    /// <summary>Drops what is known of tasks that have ended or are absent.</summary>
    public void Forget(IReadOnlyList<IndexRange> ranges)
    {
        foreach (long index in Among(ranges))
        {
            _attempts.Remove(index);
            _indices.Remove(IndexRange.Of(index));
            Delayed.Remove(IndexRange.Of(index));
            Due.Remove(IndexRange.Of(index));
        }
    }

    /// <summary>Notes that tasks became ready or are ready no more.</summary>
    public void SetDue(IReadOnlyList<IndexRange> ranges, bool due)
    {
        foreach (long index in Among(ranges))
        {
            if (due)
            {
                Due.Add(IndexRange.Of(index));
            }
            else
            {
                Due.Remove(IndexRange.Of(index));
            }
        }
    }

    /// <summary>What is remembered of those among some tasks that were tried before, ascending.</summary>
    public AttemptState[] StatesAmong(IReadOnlyList<IndexRange> ranges)
    {
        List<long> indices = Among(ranges);
        var states = new AttemptState[indices.Count];
        for (int i = 0; i < states.Length; i++)
        {
            states[i] = _attempts[indices[i]].Attempt;
        }

        return states;
    }

    private List<long> Among(IReadOnlyList<IndexRange> ranges)
    {
        var indices = new List<long>();
        if (IsEmpty)
        {
            return indices;
        }

        _found.Clear();
        for (int i = 0; i < ranges.Count; i++)
        {
            _indices.CopyTo(ranges[i], _found);
        }

        foreach (ref readonly IndexRange range in CollectionsMarshal.AsSpan(_found))
        {
            for (long index = range.Start; index < range.End; index++)
            {
                indices.Add(index);
            }
        }

        return indices;
    }
}

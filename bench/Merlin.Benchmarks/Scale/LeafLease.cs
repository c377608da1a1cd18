using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Scale;

/// <summary>A lease in a leaf's hands.</summary>
internal sealed class LeafLease(LeaseGrant grant)
{
    private readonly Stack<(int Place, long Index)> _reached = new();
    private readonly List<TaskRecord>[] _done = [.. grant.Chain.Select(_ => new List<TaskRecord>())];
    private List<IndexRange> _fresh = [.. grant.Ranges.Reverse()];

    public LeaseGrant Grant { get; } = grant;

    /// <summary>How many of its tasks run.</summary>
    public int Running { get; set; }

    /// <summary>Whether its credit was given back.</summary>
    public bool CreditReturned { get; set; }

    /// <summary>How many of its tasks could be started now.</summary>
    public long Startable { get; private set; } = grant.Ranges.Sum(range => range.Count);

    /// <summary>Whether nothing of it is left to do or to report.</summary>
    public bool IsOver => Startable == 0 && Running == 0 && Array.TrueForAll(_done, done => done.Count == 0);

    /// <summary>Takes a task to start, of the latest step first.</summary>
    public (int Place, long Index) Take()
    {
        Startable--;
        if (_reached.TryPop(out (int Place, long Index) next))
        {
            return next;
        }

        IndexRange range = _fresh[^1];
        if (range.Count == 1)
        {
            _fresh.RemoveAt(_fresh.Count - 1);
        }
        else
        {
            _fresh[^1] = new IndexRange(range.Start + 1, range.End);
        }

        return (0, range.Start);
    }

    /// <summary>The attempt of a task.</summary>
    public int AttemptOf(int place, long index)
    {
        if (place == 0 && Grant.Attempts.Count > 0)
        {
            foreach (AttemptState attempt in Grant.Attempts)
            {
                if (attempt.Index == index)
                {
                    return attempt.Attempt;
                }
            }
        }

        return 0;
    }

    /// <summary>Notes a task's end.</summary>
    public void End(int place, TaskRecord record)
    {
        _done[place].Add(record);
        if (record.Outcome == TaskOutcome.Succeeded && place + 1 < Grant.Chain.Count)
        {
            _reached.Push((place + 1, record.Index));
            Startable++;
        }
    }

    /// <summary>Takes what has ended of each array.</summary>
    public void Report(Action<ArrayId, List<TaskRecord>> say)
    {
        for (int place = 0; place < _done.Length; place++)
        {
            if (_done[place].Count > 0)
            {
                say(Grant.Chain[place], _done[place]);
                _done[place] = [];
            }
        }
    }

    /// <summary>Gives back what is not begun of some indices.</summary>
    public List<IndexRange> GiveBack(IReadOnlyList<IndexRange> asked)
    {
        var given = new List<IndexRange>();
        var kept = new List<IndexRange>();
        foreach (IndexRange range in _fresh)
        {
            Part(range, asked, kept, given);
        }

        _fresh = kept;
        Startable -= given.Sum(range => range.Count);
        given.Reverse();
        return given;
    }

    // Both go on from the highest index to the lowest.
    private static void Part(IndexRange range, IReadOnlyList<IndexRange> asked, List<IndexRange> kept, List<IndexRange> given)
    {
        long end = range.End;
        for (int i = asked.Count - 1; i >= 0 && end > range.Start; i--)
        {
            long start = Math.Max(asked[i].Start, range.Start);
            long stop = Math.Min(asked[i].End, end);
            if (start < stop)
            {
                if (stop < end)
                {
                    kept.Add(new IndexRange(stop, end));
                }

                given.Add(new IndexRange(start, stop));
                end = start;
            }
        }

        if (end > range.Start)
        {
            kept.Add(new IndexRange(range.Start, end));
        }
    }
}

namespace Merlin.Broker.Scheduling;

/// <summary>
/// A small set of indices as a sorted list of runs: what one lease holds, or one report names. Its cost follows the
/// number of runs alone, wherever in an array they lie.
/// </summary>
internal sealed class RangeSet
{
    private readonly List<IndexRange> _runs = [];

    public RangeSet()
    {
    }

    /// <summary>Takes ranges in any order, overlapping or empty.</summary>
    public RangeSet(IReadOnlyList<IndexRange> ranges)
    {
        AddAll(ranges);
    }

    /// <summary>How many indices are in.</summary>
    public long Count { get; private set; }

    public bool IsEmpty => Count == 0;

    /// <summary>The runs, ascending and apart; changes with the set.</summary>
    public IReadOnlyList<IndexRange> Runs => _runs;

    /// <summary>A copy of the runs, for a message or a change that outlives this moment.</summary>
    public IndexRange[] ToArray() => [.. _runs];

    public bool Contains(long index)
    {
        int run = FirstEndingAfter(index);
        return run < _runs.Count && _runs[run].Start <= index;
    }

    public bool Overlaps(RangeSet other)
    {
        foreach (IndexRange run in other._runs)
        {
            int mine = FirstEndingAfter(run.Start);
            if (mine < _runs.Count && _runs[mine].Start < run.End)
            {
                return true;
            }
        }

        return false;
    }

    public void Add(IndexRange range)
    {
        if (range.Count == 0)
        {
            return;
        }

        int from = FirstEndingAfter(range.Start - 1);
        int to = from;
        long start = range.Start;
        long end = range.End;
        long absorbed = 0;
        for (; to < _runs.Count && _runs[to].Start <= range.End; to++)
        {
            start = Math.Min(start, _runs[to].Start);
            end = Math.Max(end, _runs[to].End);
            absorbed += _runs[to].Count;
        }

        Count += end - start - absorbed;
        if (from == to)
        {
            _runs.Insert(from, new IndexRange(start, end));
            return;
        }

        _runs[from] = new IndexRange(start, end);
        _runs.RemoveRange(from + 1, to - from - 1);
    }

    public void AddAll(IReadOnlyList<IndexRange> ranges)
    {
        for (int i = 0; i < ranges.Count; i++)
        {
            Add(ranges[i]);
        }
    }

    public void Remove(IndexRange range)
    {
        int from = FirstEndingAfter(range.Start);
        if (range.Count == 0 || from == _runs.Count || _runs[from].Start >= range.End)
        {
            return;
        }

        int to = from;
        for (; to < _runs.Count && _runs[to].Start < range.End; to++)
        {
            Count -= Math.Min(range.End, _runs[to].End) - Math.Max(range.Start, _runs[to].Start);
        }

        var left = new IndexRange(_runs[from].Start, range.Start);
        var right = new IndexRange(range.End, _runs[to - 1].End);
        Replace(from, to, left, right);
    }

    public void RemoveAll(IReadOnlyList<IndexRange> ranges)
    {
        for (int i = 0; i < ranges.Count && Count > 0; i++)
        {
            Remove(ranges[i]);
        }
    }

    public void Clear()
    {
        _runs.Clear();
        Count = 0;
    }

    /// <summary>What is in both this set and <paramref name="ranges"/>.</summary>
    public RangeSet Intersect(IReadOnlyList<IndexRange> ranges)
    {
        var both = new RangeSet();
        for (int i = 0; i < ranges.Count; i++)
        {
            IndexRange range = ranges[i];
            for (int run = FirstEndingAfter(range.Start); run < _runs.Count && _runs[run].Start < range.End; run++)
            {
                both.Add(new IndexRange(
                    Math.Max(range.Start, _runs[run].Start), Math.Min(range.End, _runs[run].End)));
            }
        }

        return both;
    }

    /// <summary>What is in this set and not in <paramref name="ranges"/>.</summary>
    public RangeSet Except(IReadOnlyList<IndexRange> ranges)
    {
        var rest = new RangeSet(_runs);
        rest.RemoveAll(ranges);
        return rest;
    }

    /// <summary>The highest <paramref name="count"/> indices, or all if there are fewer.</summary>
    public RangeSet Last(long count)
    {
        var last = new RangeSet();
        for (int run = _runs.Count - 1; run >= 0 && last.Count < count; run--)
        {
            long start = Math.Max(_runs[run].Start, _runs[run].End - (count - last.Count));
            last.Add(new IndexRange(start, _runs[run].End));
        }

        return last;
    }

    /// <summary>The lowest <paramref name="count"/> indices, or all if there are fewer.</summary>
    public RangeSet First(long count)
    {
        var first = new RangeSet();
        for (int run = 0; run < _runs.Count && first.Count < count; run++)
        {
            first.Add(new IndexRange(_runs[run].Start, Math.Min(_runs[run].End, _runs[run].Start + count - first.Count)));
        }

        return first;
    }

    private void Replace(int from, int to, IndexRange left, IndexRange right)
    {
        int kept = from;
        if (left.Count > 0)
        {
            _runs[kept++] = left;
        }

        if (right.Count > 0)
        {
            if (kept == to)
            {
                _runs.Insert(kept, right);
                return;
            }

            _runs[kept++] = right;
        }

        _runs.RemoveRange(kept, to - kept);
    }

    private int FirstEndingAfter(long index)
    {
        int low = 0;
        int high = _runs.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_runs[middle].End <= index)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

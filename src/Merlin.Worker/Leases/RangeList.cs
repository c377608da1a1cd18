using Merlin.Broker;

namespace Merlin.Worker.Leases;

/// <summary>Collects indices, in any order and each once, as ranges.</summary>
internal sealed class RangeList
{
    private readonly List<IndexRange> _ranges = [];
    private bool _ordered = true;

    /// <summary>Whether nothing was collected.</summary>
    public bool IsEmpty => _ranges.Count == 0;

    /// <summary>Adds an index.</summary>
    public void Add(long index)
    {
        if (_ranges.Count > 0 && _ranges[^1].End == index)
        {
            _ranges[^1] = new IndexRange(_ranges[^1].Start, index + 1);
            return;
        }

        _ordered &= _ranges.Count == 0 || _ranges[^1].End < index;
        _ranges.Add(IndexRange.Of(index));
    }

    /// <summary>Adds a range of which no index was added before.</summary>
    public void Add(IndexRange range)
    {
        _ordered &= _ranges.Count == 0 || _ranges[^1].End < range.Start;
        _ranges.Add(range);
    }

    /// <summary>What was collected, ascending, with no two ranges that touch.</summary>
    public IReadOnlyList<IndexRange> ToRanges()
    {
        if (_ordered)
        {
            return _ranges.ToArray();
        }

        IndexRange[] sorted = _ranges.ToArray();
        Array.Sort(sorted, static (left, right) => left.Start.CompareTo(right.Start));
        var merged = new List<IndexRange>(sorted.Length);
        foreach (IndexRange range in sorted)
        {
            if (merged.Count > 0 && merged[^1].End >= range.Start)
            {
                merged[^1] = new IndexRange(merged[^1].Start, Math.Max(merged[^1].End, range.End));
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged;
    }
}

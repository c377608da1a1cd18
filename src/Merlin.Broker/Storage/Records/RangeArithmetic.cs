namespace Merlin.Broker.Storage;

/// <summary>Sums and differences of short ascending lists of ranges that do not overlap.</summary>
internal static class RangeArithmetic
{
    /// <summary>What lies in <paramref name="ranges"/> and not in <paramref name="without"/>.</summary>
    public static List<IndexRange> Subtract(IReadOnlyList<IndexRange> ranges, IReadOnlyList<IndexRange> without)
    {
        var left = new List<IndexRange>();
        int next = 0;
        foreach (IndexRange range in ranges)
        {
            long start = range.Start;
            while (next < without.Count && without[next].End <= start)
            {
                next++;
            }

            for (int i = next; i < without.Count && without[i].Start < range.End; i++)
            {
                AddUnlessEmpty(left, new IndexRange(start, without[i].Start));
                start = Math.Max(start, without[i].End);
            }

            AddUnlessEmpty(left, new IndexRange(start, range.End));
        }

        return left;
    }

    /// <summary>What lies in either list.</summary>
    public static List<IndexRange> Unite(IReadOnlyList<IndexRange> ranges, IReadOnlyList<IndexRange> others)
    {
        var sum = new List<IndexRange>();
        foreach (IndexRange range in ranges.Concat(others).OrderBy(range => range.Start))
        {
            if (sum.Count > 0 && range.Start <= sum[^1].End)
            {
                sum[^1] = new IndexRange(sum[^1].Start, Math.Max(sum[^1].End, range.End));
            }
            else
            {
                AddUnlessEmpty(sum, range);
            }
        }

        return sum;
    }

    private static void AddUnlessEmpty(List<IndexRange> ranges, IndexRange range)
    {
        if (range.Count > 0)
        {
            ranges.Add(range);
        }
    }
}

namespace Merlin.Broker.Scheduling;

/// <summary>Lists of ascending ranges that neither overlap nor touch, built front to back.</summary>
internal static class RangeLists
{
    /// <summary>Appends a range that starts at or after the end of the list, joining it to the last one if they touch.</summary>
    public static void Append(this List<IndexRange> ranges, long start, long end)
    {
        if (end <= start)
        {
            return;
        }

        if (ranges.Count > 0 && ranges[^1].End == start)
        {
            ranges[^1] = new IndexRange(ranges[^1].Start, end);
        }
        else
        {
            ranges.Add(new IndexRange(start, end));
        }
    }

    /// <summary>How many indices the ranges hold.</summary>
    public static long Total(this IReadOnlyList<IndexRange> ranges)
    {
        long total = 0;
        for (int i = 0; i < ranges.Count; i++)
        {
            total += ranges[i].Count;
        }

        return total;
    }
}

namespace Merlin.Broker.Wire.Format;

/// <summary>
/// Ranges of indices as one flat array: for each range the gap since the end of the one before (since 0 for the first) and
/// its length. What overlaps, goes backwards or is empty cannot be said in this way.
/// </summary>
internal static class RangeFields
{
    public static void Ranges(this ref FieldWriter writer, IReadOnlyList<IndexRange> ranges)
    {
        IReadOnlyList<IndexRange> ordered = IsOrdered(ranges) ? ranges : Ordered(ranges);
        writer.Begin(2 * ordered.Count);
        long end = 0;
        foreach (IndexRange range in ordered)
        {
            writer.Number(range.Start - end);
            writer.Number(range.Count);
            end = range.End;
        }
    }

    /// <exception cref="WireFormatException">They are no ranges, or too many.</exception>
    public static IndexRange[] Ranges(this ref FieldReader reader, string field)
    {
        int outside = reader.EnterList(field, WireLimits.Elements, 1, out int count);
        if (int.IsOddInteger(count))
        {
            throw reader.Fault($"{count} numbers are no pairs of gap and length");
        }

        var ranges = new IndexRange[count / 2];
        long end = 0;
        for (int i = 0; i < ranges.Length; i++)
        {
            long start = end + reader.Number(field, 0, WireLimits.Tasks - end);
            end = start + reader.Number(field, 1, WireLimits.Tasks - start);
            ranges[i] = new IndexRange(start, end);
        }

        reader.Leave(outside);
        return ranges;
    }

    private static bool IsOrdered(IReadOnlyList<IndexRange> ranges)
    {
        long end = 0;
        foreach (IndexRange range in ranges)
        {
            if (range.Start < end || range.End <= range.Start)
            {
                return false;
            }

            end = range.End;
        }

        return true;
    }

    private static List<IndexRange> Ordered(IReadOnlyList<IndexRange> ranges)
    {
        var ordered = new List<IndexRange>(ranges.Count);
        long end = 0;
        foreach (IndexRange range in ranges.OrderBy(range => range.Start))
        {
            var rest = new IndexRange(Math.Max(range.Start, end), range.End);
            if (rest.Count > 0)
            {
                ordered.Add(rest);
                end = rest.End;
            }
        }

        return ordered;
    }
}

namespace Merlin.Broker.Storage;

/// <summary>Ranges as bytes: how many, then the gap before and the length of each.</summary>
internal static class RangeList
{
    public static void Write(IReadOnlyList<IndexRange> ranges, BlobWriter writer)
    {
        writer.Number(ranges.Count);
        long end = 0;
        for (int i = 0; i < ranges.Count; i++)
        {
            writer.Signed(ranges[i].Start - end);
            writer.Number(ranges[i].Count);
            end = ranges[i].End;
        }
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">The bytes.</param>
    /// <param name="size">How many bytes there are in all: there cannot be more ranges.</param>
    public static IndexRange[] Read(ref BlobReader reader, int size)
    {
        var ranges = new IndexRange[reader.Number(size)];
        long end = 0;
        for (int i = 0; i < ranges.Length; i++)
        {
            long start = end + reader.Signed();
            end = start + reader.Number(long.MaxValue - Math.Max(0, start));
            ranges[i] = new IndexRange(start, end);
        }

        return ranges;
    }
}

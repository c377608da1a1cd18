namespace Merlin.Broker.Storage;

/// <summary>Ascending ranges as bytes: version, how many, then the gap before and the length of each.</summary>
internal static class RangeList
{
    private const byte Version = 1;

    public static byte[] Encode(IReadOnlyList<IndexRange> ranges)
    {
        var writer = new BlobWriter();
        writer.Byte(Version);
        writer.Number(ranges.Count);
        long end = 0;
        foreach (IndexRange range in ranges)
        {
            writer.Signed(range.Start - end);
            writer.Number(range.Count);
            end = range.End;
        }

        return writer.Written.ToArray();
    }

    public static List<IndexRange> Decode(ReadOnlySpan<byte> blob)
    {
        var reader = new BlobReader(blob);
        if (reader.Byte() != Version)
        {
            throw new InvalidDataException("A list of ranges has an unknown version.");
        }

        var ranges = new List<IndexRange>((int)reader.Number(blob.Length));
        long end = 0;
        for (int i = ranges.Capacity; i > 0; i--)
        {
            long start = end + reader.Signed();
            end = start + reader.Number(long.MaxValue - Math.Max(0, start));
            ranges.Add(new IndexRange(start, end));
        }

        return ranges;
    }
}

using System.Numerics;

namespace Merlin.Broker.Scheduling;

/// <summary>A chunk as a bitmap of 8 KiB, for indices that are too scattered for a list of runs.</summary>
internal sealed class BitmapChunk : IndexChunk
{
    private const int Words = Span / 64;

    // Half of what a bitmap costs, so that a chunk at the border does not change its form with every index.
    private const int FewRuns = RunChunk.MostRuns / 2;

    private readonly ulong[] _words = new ulong[Words];
    private int _count;
    private int _runs;

    public override int Count => _count;

    public override long Bytes => Words * sizeof(ulong);

    public static BitmapChunk Of(RunChunk runs)
    {
        var ranges = new List<IndexRange>();
        runs.CopyTo(0, Span - 1, 0, Span, ranges);
        var bitmap = new BitmapChunk { _count = runs.Count, _runs = ranges.Count };
        foreach (IndexRange range in ranges)
        {
            bitmap.Set((int)range.Start, (int)range.End - 1, value: true);
        }

        return bitmap;
    }

    public override bool Contains(int offset) => (_words[offset >> 6] & (1UL << (offset & 63))) != 0;

    public override int CountIn(int first, int last)
    {
        int count = 0;
        for (int word = first >> 6; word <= last >> 6; word++)
        {
            count += BitOperations.PopCount(_words[word] & Mask(word, first, last));
        }

        return count;
    }

    public override IndexChunk Add(int first, int last) => Change(first, last, value: true);

    public override IndexChunk Remove(int first, int last) => Change(first, last, value: false);

    public override long CopyTo(int first, int last, long shift, long limit, List<IndexRange> into)
    {
        long left = limit;
        int offset = NextSet(first);
        while (left > 0 && offset <= last)
        {
            int end = (int)Math.Min(Math.Min(NextClear(offset), last + 1), offset + left);
            into.Append(shift + offset, shift + end);
            left -= end - offset;
            offset = end < Span ? NextSet(end) : Span;
        }

        return limit - left;
    }

    private static ulong Mask(int word, int first, int last)
    {
        ulong mask = ulong.MaxValue;
        if (word == first >> 6)
        {
            mask &= ulong.MaxValue << (first & 63);
        }

        if (word == last >> 6)
        {
            mask &= ulong.MaxValue >> (63 - (last & 63));
        }

        return mask;
    }

    private IndexChunk Change(int first, int last, bool value)
    {
        int before = CountIn(first, last);
        int startsBefore = RunStarts(first, last);
        Set(first, last, value);
        _count += (value ? last - first + 1 : 0) - before;
        _runs += RunStarts(first, last) - startsBefore;
        return _runs <= FewRuns ? AsRuns() : this;
    }

    private RunChunk AsRuns()
    {
        var ranges = new List<IndexRange>(_runs);
        CopyTo(0, Span - 1, 0, Span, ranges);
        return RunChunk.OfRanges(ranges);
    }

    private void Set(int first, int last, bool value)
    {
        for (int word = first >> 6; word <= last >> 6; word++)
        {
            ulong mask = Mask(word, first, last);
            _words[word] = value ? _words[word] | mask : _words[word] & ~mask;
        }
    }

    // Runs that start in the words which a change between the two offsets can affect.
    private int RunStarts(int first, int last)
    {
        int from = first >> 6;
        int to = Math.Min(Words - 1, (last + 1) >> 6);
        ulong carry = from > 0 ? _words[from - 1] >> 63 : 0;
        int starts = 0;
        for (int word = from; word <= to; word++)
        {
            ulong bits = _words[word];
            starts += BitOperations.PopCount(bits & ~((bits << 1) | carry));
            carry = bits >> 63;
        }

        return starts;
    }

    private int NextSet(int offset)
    {
        ulong bits = _words[offset >> 6] & (ulong.MaxValue << (offset & 63));
        int word = offset >> 6;
        while (bits == 0)
        {
            if (++word == Words)
            {
                return Span;
            }

            bits = _words[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }

    private int NextClear(int offset)
    {
        ulong bits = ~_words[offset >> 6] & (ulong.MaxValue << (offset & 63));
        int word = offset >> 6;
        while (bits == 0)
        {
            if (++word == Words)
            {
                return Span;
            }

            bits = ~_words[word];
        }

        return (word << 6) + BitOperations.TrailingZeroCount(bits);
    }
}

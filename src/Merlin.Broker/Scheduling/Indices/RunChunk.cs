namespace Merlin.Broker.Scheduling;

/// <summary>A chunk as a list of runs, four bytes a run: the first offset in the upper half, the last in the lower.</summary>
internal sealed class RunChunk : IndexChunk
{
    /// <summary>With more runs than this a bitmap is smaller.</summary>
    public const int MostRuns = 2048;

    private uint[] _runs;
    private int _runCount;
    private int _count;

    private RunChunk(uint[] runs, int runCount, int count)
    {
        _runs = runs;
        _runCount = runCount;
        _count = count;
    }

    public RunChunk()
        : this([], 0, 0)
    {
    }

    /// <summary>The chunk that holds every index; shared, so it must never be changed in place.</summary>
    public static RunChunk Full { get; } = OfRun(0, Span - 1);

    public override int Count => _count;

    public override long Bytes => _runs.Length * sizeof(uint);

    public static RunChunk OfRun(int first, int last) => new([Pack(first, last)], 1, last - first + 1);

    /// <summary>Builds a chunk from ranges of offsets, ascending and apart.</summary>
    public static RunChunk OfRanges(List<IndexRange> ranges)
    {
        var runs = new uint[ranges.Count];
        int count = 0;
        for (int i = 0; i < runs.Length; i++)
        {
            runs[i] = Pack((int)ranges[i].Start, (int)ranges[i].End - 1);
            count += (int)ranges[i].Count;
        }

        return new RunChunk(runs, runs.Length, count);
    }

    public override bool Contains(int offset)
    {
        int run = FirstEndingAtOrAfter(offset);
        return run < _runCount && First(run) <= offset;
    }

    public override int CountIn(int first, int last)
    {
        int count = 0;
        for (int run = FirstEndingAtOrAfter(first); run < _runCount && First(run) <= last; run++)
        {
            count += Math.Min(last, Last(run)) - Math.Max(first, First(run)) + 1;
        }

        return count;
    }

    public override IndexChunk Add(int first, int last)
    {
        int from = FirstEndingAtOrAfter(first - 1);
        int to = from;
        int absorbed = 0;
        int mergedFirst = first;
        int mergedLast = last;
        for (; to < _runCount && First(to) <= last + 1; to++)
        {
            mergedFirst = Math.Min(mergedFirst, First(to));
            mergedLast = Math.Max(mergedLast, Last(to));
            absorbed += Last(to) - First(to) + 1;
        }

        Splice(from, to, [Pack(mergedFirst, mergedLast)]);
        _count += mergedLast - mergedFirst + 1 - absorbed;
        return SmallerForm();
    }

    public override IndexChunk Remove(int first, int last)
    {
        int from = FirstEndingAtOrAfter(first);
        int to = from;
        int removed = 0;
        Span<uint> rest = stackalloc uint[2];
        int restCount = 0;
        for (; to < _runCount && First(to) <= last; to++)
        {
            removed += Math.Min(last, Last(to)) - Math.Max(first, First(to)) + 1;
            if (First(to) < first)
            {
                rest[restCount++] = Pack(First(to), first - 1);
            }

            if (Last(to) > last)
            {
                rest[restCount++] = Pack(last + 1, Last(to));
            }
        }

        Splice(from, to, rest[..restCount]);
        _count -= removed;
        return SmallerForm();
    }

    public override long CopyTo(int first, int last, long shift, long limit, List<IndexRange> into)
    {
        long left = limit;
        for (int run = FirstEndingAtOrAfter(first); left > 0 && run < _runCount && First(run) <= last; run++)
        {
            long start = Math.Max(first, First(run));
            long end = Math.Min(Math.Min(last, Last(run)) + 1, start + left);
            into.Append(shift + start, shift + end);
            left -= end - start;
        }

        return limit - left;
    }

    private static uint Pack(int first, int last) => ((uint)first << 16) | (uint)last;

    private int First(int run) => (int)(_runs[run] >> 16);

    private int Last(int run) => (int)(_runs[run] & 0xFFFF);

    private IndexChunk SmallerForm() => _runCount <= MostRuns ? this : BitmapChunk.Of(this);

    private int FirstEndingAtOrAfter(int offset)
    {
        int low = 0;
        int high = _runCount;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (Last(middle) < offset)
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

    private void Splice(int from, int to, ReadOnlySpan<uint> replacement)
    {
        int newCount = _runCount - (to - from) + replacement.Length;
        uint[] target = _runs;
        if (newCount > target.Length)
        {
            target = new uint[Math.Max(newCount, _runs.Length * 3 / 2)];
            Array.Copy(_runs, target, from);
        }

        Array.Copy(_runs, to, target, from + replacement.Length, _runCount - to);
        replacement.CopyTo(target.AsSpan(from));
        _runs = target;
        _runCount = newCount;
    }
}

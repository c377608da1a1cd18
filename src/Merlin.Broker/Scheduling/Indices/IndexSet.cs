namespace Merlin.Broker.Scheduling;

/// <summary>
/// A set of task indices of one array, from none to 10^8 and more, in chunks of 65536, each a run list or a bitmap,
/// whichever is smaller.
/// </summary>
/// <remarks>
/// A set that holds everything from 0 up to some end, or nothing, has no chunks at all, so that a fresh array costs the
/// same whatever its size. Indices must not be negative.
/// </remarks>
internal sealed class IndexSet
{
    // Null where a chunk is empty; RunChunk.Full, which is shared, where it is full.
    private IndexChunk?[] _chunks = [];
    private long _uniformEnd;
    private int _lowest;

    /// <summary>How many indices are in.</summary>
    public long Count { get; private set; }

    public bool IsEmpty => Count == 0;

    /// <summary>Bytes held by the set's data, objects' headers left aside.</summary>
    public long Bytes
    {
        get
        {
            long bytes = _chunks.Length * (long)nint.Size;
            foreach (IndexChunk? chunk in _chunks)
            {
                bytes += chunk is null || chunk == RunChunk.Full ? 0 : chunk.Bytes;
            }

            return bytes;
        }
    }

    /// <summary>The set of all indices from 0 up to, not including, <paramref name="count"/>.</summary>
    public static IndexSet All(long count) => new() { _uniformEnd = count, Count = count };

    public bool Contains(long index)
    {
        if (_uniformEnd > 0)
        {
            return index >= 0 && index < _uniformEnd;
        }

        long chunk = index / IndexChunk.Span;
        return index >= 0 && chunk < _chunks.Length && _chunks[chunk] is { } found
            && found.Contains((int)(index % IndexChunk.Span));
    }

    /// <summary>How many indices of a range are in.</summary>
    public long CountIn(IndexRange range)
    {
        if (_uniformEnd > 0)
        {
            return new IndexRange(Math.Max(0, range.Start), Math.Min(_uniformEnd, range.End)).Count;
        }

        long count = 0;
        for (long start = range.Start; start < Math.Min(range.End, Capacity);)
        {
            (int chunk, int first, int last) = Locate(start, range.End);
            count += _chunks[chunk]?.CountIn(first, last) ?? 0;
            start = NextChunk(chunk);
        }

        return count;
    }

    public void Add(IndexRange range)
    {
        if (range.Count == 0)
        {
            return;
        }

        if (Count == 0 && range.Start == 0)
        {
            SetUniform(range.End);
            return;
        }

        MakeChunks(range.End);
        _lowest = (int)Math.Min(_lowest, range.Start / IndexChunk.Span);
        for (long start = range.Start; start < range.End;)
        {
            (int chunk, int first, int last) = Locate(start, range.End);
            AddTo(chunk, first, last);
            start = NextChunk(chunk);
        }
    }

    public void Remove(IndexRange range)
    {
        if (range.Count == 0 || Count == 0)
        {
            return;
        }

        if (_uniformEnd > 0 && range.Start <= 0 && range.End >= _uniformEnd)
        {
            SetUniform(0);
            return;
        }

        MakeChunks(0);
        long end = Math.Min(range.End, Capacity);
        for (long start = Math.Max(0, range.Start); start < end;)
        {
            (int chunk, int first, int last) = Locate(start, end);
            RemoveFrom(chunk, first, last);
            start = NextChunk(chunk);
        }
    }

    /// <summary>Appends what is in between the ends of a range, ascending, at most <paramref name="limit"/> indices.</summary>
    public void CopyTo(IndexRange range, List<IndexRange> into, long limit = long.MaxValue)
    {
        if (_uniformEnd > 0)
        {
            long from = Math.Max(0, range.Start);
            long to = Math.Min(_uniformEnd, range.End);
            into.Append(from, to - from > limit ? from + limit : to);
            return;
        }

        long end = Math.Min(range.End, Capacity);
        long left = limit;
        for (long start = Math.Max(range.Start, (long)_lowest * IndexChunk.Span); left > 0 && start < end;)
        {
            (int chunk, int first, int last) = Locate(start, end);
            long most = Math.Min(left, IndexChunk.Span);
            left -= _chunks[chunk]?.CopyTo(first, last, (long)chunk * IndexChunk.Span, most, into) ?? 0;
            start = NextChunk(chunk);
        }
    }

    /// <summary>Appends the lowest <paramref name="count"/> indices, or all if there are fewer.</summary>
    public void First(long count, List<IndexRange> into)
    {
        while (_lowest < _chunks.Length && _chunks[_lowest] is null)
        {
            _lowest++;
        }

        CopyTo(new IndexRange(0, long.MaxValue), into, count);
    }

    private long Capacity => (long)_chunks.Length * IndexChunk.Span;

    private static (int Chunk, int First, int Last) Locate(long start, long end)
    {
        int chunk = (int)(start / IndexChunk.Span);
        long last = Math.Min(end, NextChunk(chunk)) - 1;
        return (chunk, (int)(start % IndexChunk.Span), (int)(last % IndexChunk.Span));
    }

    private static long NextChunk(int chunk) => ((long)chunk + 1) * IndexChunk.Span;

    private void SetUniform(long end)
    {
        _chunks = [];
        _lowest = 0;
        _uniformEnd = end;
        Count = end;
    }

    private void AddTo(int chunk, int first, int last)
    {
        IndexChunk? old = _chunks[chunk];
        if (old == RunChunk.Full)
        {
            return;
        }

        Count -= old?.Count ?? 0;
        IndexChunk changed = old is null ? RunChunk.OfRun(first, last) : old.Add(first, last);
        _chunks[chunk] = changed.Count == IndexChunk.Span ? RunChunk.Full : changed;
        Count += changed.Count;
    }

    private void RemoveFrom(int chunk, int first, int last)
    {
        if (_chunks[chunk] is not { } old)
        {
            return;
        }

        Count -= old.Count;
        IndexChunk own = old == RunChunk.Full ? RunChunk.OfRun(0, IndexChunk.Span - 1) : old;
        IndexChunk changed = own.Remove(first, last);
        _chunks[chunk] = changed.Count == 0 ? null : changed;
        Count += changed.Count;
    }

    // Turns the chunkless form into chunks and makes room for indices below an end.
    private void MakeChunks(long end)
    {
        int needed = (int)((Math.Max(end, _uniformEnd) + IndexChunk.Span - 1) / IndexChunk.Span);
        if (needed > _chunks.Length)
        {
            Array.Resize(ref _chunks, needed);
        }

        if (_uniformEnd == 0)
        {
            return;
        }

        int full = (int)(_uniformEnd / IndexChunk.Span);
        Array.Fill(_chunks, RunChunk.Full, 0, full);
        if (_uniformEnd % IndexChunk.Span is var rest and > 0)
        {
            _chunks[full] = RunChunk.OfRun(0, (int)rest - 1);
        }

        _uniformEnd = 0;
        _lowest = 0;
    }
}

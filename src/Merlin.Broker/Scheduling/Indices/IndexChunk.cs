namespace Merlin.Broker.Scheduling;

/// <summary>Some of the 65536 indices of one chunk of an <see cref="IndexSet"/>; offsets run from 0 to 65535.</summary>
internal abstract class IndexChunk
{
    /// <summary>How many indices one chunk spans.</summary>
    public const int Span = 1 << 16;

    /// <summary>How many indices are in.</summary>
    public abstract int Count { get; }

    /// <summary>Bytes held by the chunk's data.</summary>
    public abstract long Bytes { get; }

    public abstract bool Contains(int offset);

    /// <summary>How many of the offsets from <paramref name="first"/> to <paramref name="last"/>, inclusive, are in.</summary>
    public abstract int CountIn(int first, int last);

    /// <summary>Puts all offsets from <paramref name="first"/> to <paramref name="last"/>, inclusive, in.</summary>
    /// <returns>The chunk to use from now on, which may be of the other form.</returns>
    public abstract IndexChunk Add(int first, int last);

    /// <summary>Takes all offsets from <paramref name="first"/> to <paramref name="last"/>, inclusive, out.</summary>
    /// <returns>The chunk to use from now on, which may be of the other form.</returns>
    public abstract IndexChunk Remove(int first, int last);

    /// <summary>
    /// Appends the runs between two offsets, inclusive, shifted by <paramref name="shift"/>, until
    /// <paramref name="limit"/> indices were appended.
    /// </summary>
    /// <returns>How many indices were appended.</returns>
    public abstract long CopyTo(int first, int last, long shift, long limit, List<IndexRange> into);
}

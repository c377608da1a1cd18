namespace Merlin.Broker;

/// <summary>The task indices from <paramref name="Start"/> up to, not including, <paramref name="End"/>.</summary>
/// <param name="Start">First index, zero-based.</param>
/// <param name="End">One past the last index; a range with <c>End &lt;= Start</c> is empty.</param>
public readonly record struct IndexRange(long Start, long End)
{
    /// <summary>How many indices the range holds.</summary>
    public long Count => Math.Max(0, End - Start);

    /// <summary>Whether <paramref name="index"/> lies in the range.</summary>
    public bool Contains(long index) => index >= Start && index < End;

    /// <summary>The range of one index.</summary>
    public static IndexRange Of(long index) => new(index, index + 1);

    /// <inheritdoc/>
    public override string ToString() => Count == 1 ? $"{Start}" : $"{Start}-{End - 1}";
}

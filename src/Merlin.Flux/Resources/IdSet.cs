using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Merlin.Flux;

/// <summary>A set of small numbers, such as ranks or cores (RFC 22). Immutable; equal when the members are.</summary>
public sealed class IdSet : IReadOnlyCollection<uint>, IEquatable<IdSet>
{
    private readonly IdRange[] _ranges;

    internal IdSet(IdRange[] ranges)
    {
        _ranges = ranges;
        Count = checked((int)ranges.Sum(range => range.Count));
    }

    /// <summary>The set without members.</summary>
    public static IdSet Empty { get; } = new([]);

    /// <summary>How many members it has.</summary>
    public int Count { get; }

    /// <summary>Whether it has no members.</summary>
    public bool IsEmpty => _ranges.Length == 0;

    /// <summary>The least member.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public uint First => IsEmpty ? throw new InvalidOperationException("The set is empty.") : _ranges[0].First;

    /// <summary>The greatest member.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public uint Last => IsEmpty ? throw new InvalidOperationException("The set is empty.") : _ranges[^1].Last;

    /// <summary>The members without gaps between them, in order.</summary>
    internal ReadOnlySpan<IdRange> Ranges => _ranges;

    /// <summary>A set of some numbers, in any order, also several times the same.</summary>
    public static IdSet Of(params IEnumerable<uint> members) =>
        IdRange.Join([.. members.Select(member => new IdRange(member, member))]);

    /// <summary>The numbers from one to another, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The last is less than the first.</exception>
    public static IdSet Range(uint first, uint last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        return new IdSet([new IdRange(first, last)]);
    }

    /// <summary>Reads <c>0-3,7</c>, also in brackets; the empty text is the empty set.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static IdSet Parse(string text) =>
        TryParse(text, out IdSet? set) ? set : throw new FormatException($"'{text}' is no set of numbers such as 0-3,7.");

    /// <summary>Reads <c>0-3,7</c>, also in brackets.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IdSet? set) => IdSetText.TryRead(text, out set);

    /// <summary>Whether a number is a member.</summary>
    public bool Contains(uint id)
    {
        int low = 0;
        int high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (id < _ranges[middle].First)
            {
                high = middle - 1;
            }
            else if (id > _ranges[middle].Last)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The members of either.</summary>
    public IdSet Union(IdSet other) => IdRange.Join([.. _ranges, .. other._ranges]);

    /// <summary>The members that the other has not.</summary>
    public IdSet Except(IdSet other) => IdRange.Subtract(_ranges, other._ranges);

    /// <summary>The members of both.</summary>
    public IdSet Intersect(IdSet other) => Except(Except(other));

    /// <inheritdoc/>
    public IEnumerator<uint> GetEnumerator()
    {
        foreach (IdRange range in _ranges)
        {
            for (long id = range.First; id <= range.Last; id++)
            {
                yield return (uint)id;
            }
        }
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(IdSet? other) => other is not null && _ranges.AsSpan().SequenceEqual(other._ranges);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as IdSet);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (IdRange range in _ranges)
        {
            hash.Add(range);
        }

        return hash.ToHashCode();
    }

    /// <summary>The set as R and job events write it: <c>0-3,7</c>.</summary>
    public override string ToString() => string.Join(',', _ranges);
}

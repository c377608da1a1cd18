using System.Globalization;

namespace Merlin.Flux;

/// <summary>Numbers without a gap.</summary>
/// <param name="First">The least.</param>
/// <param name="Last">The greatest.</param>
internal readonly record struct IdRange(uint First, uint Last)
{
    /// <summary>How many they are.</summary>
    public long Count => (long)Last - First + 1;

    /// <summary>Makes a set of ranges in any order, also of such that overlap.</summary>
    public static IdSet Join(List<IdRange> ranges)
    {
        ranges.Sort((left, right) => left.First.CompareTo(right.First));
        List<IdRange> joined = [];
        foreach (IdRange range in ranges)
        {
            if (joined.Count > 0 && range.First <= (long)joined[^1].Last + 1)
            {
                joined[^1] = joined[^1] with { Last = Math.Max(joined[^1].Last, range.Last) };
            }
            else
            {
                joined.Add(range);
            }
        }

        return new IdSet([.. joined]);
    }

    /// <summary>Takes ranges away from others; both are in order.</summary>
    public static IdSet Subtract(ReadOnlySpan<IdRange> from, ReadOnlySpan<IdRange> taken)
    {
        List<IdRange> left = [];
        int next = 0;
        foreach (IdRange range in from)
        {
            long first = range.First;
            while (next < taken.Length && taken[next].Last < range.First)
            {
                next++;
            }

            for (int at = next; at < taken.Length && taken[at].First <= range.Last; at++)
            {
                if (taken[at].First > first)
                {
                    left.Add(new IdRange((uint)first, taken[at].First - 1));
                }

                first = (long)taken[at].Last + 1;
            }

            if (first <= range.Last)
            {
                left.Add(new IdRange((uint)first, range.Last));
            }
        }

        return new IdSet([.. left]);
    }

    /// <inheritdoc/>
    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}

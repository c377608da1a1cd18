using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Storage;

/// <summary>One lease while it is read back: what was granted, less what left it, and what is shadowed.</summary>
internal sealed class LeaseContents(LeaseId lease, ConsumerId holder, ArrayId[] chain, List<IndexRange> granted)
{
    private readonly IReadOnlyList<IndexRange>[] _held = [.. Enumerable.Repeat(granted, chain.Length)];
    private readonly IReadOnlyList<IndexRange>[] _shadowed = [.. Enumerable.Repeat<IReadOnlyList<IndexRange>>([], chain.Length)];

    /// <summary>Takes indices out of an array and of those after it in the chain.</summary>
    public void Reduce(ArrayId array, List<IndexRange> ranges)
    {
        List<IndexRange> ascending = RangeArithmetic.Unite(ranges, []);
        for (int i = PlaceOf(array); i < chain.Length; i++)
        {
            _held[i] = RangeArithmetic.Subtract(_held[i], ascending);
            _shadowed[i] = RangeArithmetic.Subtract(_shadowed[i], ascending);
        }
    }

    public void Shadow(ArrayId array, List<IndexRange> ranges)
    {
        int place = PlaceOf(array);
        _shadowed[place] = RangeArithmetic.Unite(_shadowed[place], ranges);
    }

    public LeaseSnapshot ToSnapshot() => new(lease, holder, chain, _held, _shadowed);

    private int PlaceOf(ArrayId array)
    {
        int place = Array.IndexOf(chain, array);
        return place >= 0 ? place : throw new InvalidDataException($"{lease} changed in {array}, which it does not hold.");
    }
}

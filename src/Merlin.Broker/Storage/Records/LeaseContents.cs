using Merlin.Broker.Changes;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Storage;

/// <summary>What one lease holds: what was granted, less what left it, and what is shadowed.</summary>
internal sealed class LeaseContents(LeaseOpened granted)
{
    private readonly IReadOnlyList<IndexRange>[] _held =
        [.. Enumerable.Repeat(granted.Ranges, granted.Chain.Count)];

    private readonly IReadOnlyList<IndexRange>[] _shadowed =
        [.. Enumerable.Repeat<IReadOnlyList<IndexRange>>([], granted.Chain.Count)];

    /// <summary>Takes indices out of an array and of those after it in the chain.</summary>
    public void Reduce(ArrayId array, IReadOnlyList<IndexRange> ranges)
    {
        List<IndexRange> ascending = RangeArithmetic.Unite(ranges, []);
        for (int i = PlaceOf(array); i < _held.Length; i++)
        {
            _held[i] = RangeArithmetic.Subtract(_held[i], ascending);
            _shadowed[i] = RangeArithmetic.Subtract(_shadowed[i], ascending);
        }
    }

    public void Shadow(ArrayId array, IReadOnlyList<IndexRange> ranges)
    {
        int place = PlaceOf(array);
        _shadowed[place] = RangeArithmetic.Unite(_shadowed[place], ranges);
    }

    public LeaseSnapshot ToSnapshot() => new(granted.Lease, granted.Consumer, granted.Chain, _held, _shadowed);

    private int PlaceOf(ArrayId array)
    {
        for (int place = 0; place < granted.Chain.Count; place++)
        {
            if (granted.Chain[place] == array)
            {
                return place;
            }
        }

        throw new InvalidDataException($"{granted.Lease} changed in {array}, which it does not hold.");
    }
}

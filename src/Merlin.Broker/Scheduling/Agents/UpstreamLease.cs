using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>A lease that an agent holds from above.</summary>
internal sealed class UpstreamLease(LeaseGrant grant)
{
    private readonly RangeSet[] _open = [.. grant.Chain.Select(_ => new RangeSet(grant.Ranges))];
    private readonly RangeSet[] _unacknowledged = [.. grant.Chain.Select(_ => new RangeSet())];

    public LeaseId Id { get; } = grant.Lease;

    public IReadOnlyList<ArrayId> Chain { get; } = grant.Chain;

    public bool IsEmpty
    {
        get
        {
            for (int place = 0; place < _open.Length; place++)
            {
                if (!_open[place].IsEmpty || !_unacknowledged[place].IsEmpty)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>What is neither reported nor given back.</summary>
    public RangeSet Open(int place) => _open[place];

    public int PlaceOf(ArrayId array)
    {
        for (int place = 0; place < Chain.Count; place++)
        {
            if (Chain[place] == array)
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>Notes that tasks were reported.</summary>
    public void Report(int place, RangeSet tasks)
    {
        _open[place].RemoveAll(tasks.Runs);
        _unacknowledged[place].AddAll(tasks.Runs);
    }

    /// <summary>Notes that the root has what was reported.</summary>
    public void Acknowledge(int place, RangeSet tasks) => _unacknowledged[place].RemoveAll(tasks.Runs);

    /// <summary>Notes that tasks of one array and of those behind it in the chain are not held any more.</summary>
    public void Leave(int fromPlace, IReadOnlyList<IndexRange> tasks)
    {
        for (int place = fromPlace; place < Chain.Count; place++)
        {
            _open[place].RemoveAll(tasks);
        }
    }

    /// <summary>What is to be declared when the agent attaches again.</summary>
    public IEnumerable<HeldLease> Held()
    {
        for (int place = 0; place < Chain.Count; place++)
        {
            var held = new RangeSet(_open[place].Runs);
            held.AddAll(_unacknowledged[place].Runs);
            if (!held.IsEmpty)
            {
                yield return new HeldLease(Id, Chain[place], held.ToArray());
            }
        }
    }
}

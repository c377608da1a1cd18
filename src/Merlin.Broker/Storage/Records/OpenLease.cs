using Merlin.Broker.Changes;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Storage;

/// <summary>One open lease: as it was granted, and what changed in it since, in order.</summary>
internal sealed class OpenLease(LeaseOpened granted)
{
    private List<BrokerChange>? _changes;

    public LeaseOpened Granted { get; } = granted;

    public IReadOnlyList<BrokerChange> Changes => _changes ?? [];

    public void Add(BrokerChange change) => (_changes ??= []).Add(change);

    public LeaseSnapshot ToSnapshot()
    {
        var contents = new LeaseContents(Granted);
        foreach (BrokerChange change in Changes)
        {
            switch (change)
            {
                case LeaseReduced reduced:
                    contents.Reduce(reduced.Array, reduced.Ranges);
                    break;
                case LeaseShadowed shadowed:
                    contents.Shadow(shadowed.Array, shadowed.Ranges);
                    break;
            }
        }

        return contents.ToSnapshot();
    }
}

using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>A worker that does its work without trouble, for worlds in which others make the trouble.</summary>
internal sealed class OwnedWorker(ClientIdentity owner, PeerId peer, string name)
{
    private readonly List<(LeaseGrant Grant, RangeSet Left)> _leases = [];
    private long _sequence;

    public ClientIdentity Owner => owner;

    public PeerId Peer => peer;

    public ConsumerId Id { get; } = new(name);

    public IReadOnlyList<LeaseId> Leases => [.. _leases.Select(lease => lease.Grant.Lease)];

    public ConsumerHello Hello => new(Id, name, "host", [], 2, IsAgent: false, []);

    /// <summary>What it says to a message of the broker's.</summary>
    public IEnumerable<ClientMessage> Answer(BrokerMessage message)
    {
        switch (message)
        {
            case LeaseGrant grant:
                _leases.Add((grant, new RangeSet(grant.Ranges)));
                break;
            case LeaseRecall recall:
                yield return GiveBack(recall);
                foreach (ClientMessage credit in Drop())
                {
                    yield return credit;
                }

                break;
        }
    }

    /// <summary>Ends everything in its oldest lease.</summary>
    public IEnumerable<ClientMessage> Work(TaskOutcome outcome)
    {
        if (_leases.Count == 0)
        {
            yield break;
        }

        (LeaseGrant grant, RangeSet left) = _leases[0];
        TaskRecord[] records = [.. left.Runs
            .SelectMany(run => Enumerable.Range((int)run.Start, (int)run.Count))
            .Select(index => new TaskRecord(index, outcome, 0, 0, 1, 1000, 1000))];
        foreach (ArrayId array in grant.Chain)
        {
            yield return new TaskReport(grant.Lease, array, ++_sequence, records, []);
        }

        left.Clear();
        foreach (ClientMessage credit in Drop())
        {
            yield return credit;
        }
    }

    private LeaseRelease GiveBack(LeaseRecall recall)
    {
        (LeaseGrant Grant, RangeSet Left) lease = _leases.Find(lease => lease.Grant.Lease == recall.Lease);
        if (lease.Grant is null)
        {
            return new LeaseRelease(recall.Lease, default, [], recall.Recall);
        }

        IndexRange[] back = lease.Left.Intersect(recall.Ranges).ToArray();
        lease.Left.RemoveAll(back);
        return new LeaseRelease(recall.Lease, lease.Grant.Chain[0], back, recall.Recall);
    }

    private IEnumerable<ClientMessage> Drop()
    {
        int gone = _leases.RemoveAll(lease => lease.Left.IsEmpty);
        return gone > 0 ? [new CreditGrant(gone)] : [];
    }
}

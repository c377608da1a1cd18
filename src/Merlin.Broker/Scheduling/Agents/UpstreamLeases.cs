using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>The leases that an agent holds from above, and the way of its consumers' news up to their holder.</summary>
internal sealed class UpstreamLeases(BorrowedWork work, UpstreamReports reports, Func<ConsumerId, TaskRunner?> runnerOf)
{
    // No lease has this number: the root takes successes under it as late ones.
    private static readonly LeaseId None = new(0);

    private readonly SortedDictionary<long, UpstreamLease> _leases = [];
    private readonly List<EndedHere> _ended = [];
    private readonly List<UpstreamLease> _used = [];

    public bool IsEmpty => _leases.Count == 0;

    /// <summary>Whether something waits to be passed up that has ended under no lease from above.</summary>
    public bool HasLate => reports.HasWaiting(None);

    public IEnumerable<UpstreamLease> All => _leases.Values;

    public IEnumerable<HeldLease> Held => _leases.Values.SelectMany(lease => lease.Held());

    public UpstreamLease? Find(LeaseId id) => _leases.GetValueOrDefault(id.Value);

    public void Adopt(LeaseGrant grant)
    {
        _leases[grant.Lease.Value] = new UpstreamLease(grant);
        work.Adopt(grant);
    }

    /// <summary>Takes what has ended here in a turn of the agent's scheduler, to be passed up.</summary>
    public void Report(IReadOnlyList<BrokerChange> changes)
    {
        foreach (BrokerChange change in changes)
        {
            if (change is TasksEnded ended)
            {
                ReportRecords(ended);
            }
            else if (change is RangesEnded { Outcome: TaskOutcome.AlreadyFinished } finished)
            {
                ReportFinished(finished);
            }
            else if (change is RangesEnded unrun)
            {
                work.Drop(unrun.Array, unrun.Ranges);
                RenewWanted(unrun);
            }
        }
    }

    public void Acknowledge(ReportAck ack)
    {
        if (reports.Acknowledge(ack.Sequence) is not { } report || Find(report.Lease) is not { } lease)
        {
            return;
        }

        var tasks = new RangeSet(report.AlreadyFinished);
        foreach (TaskRecord task in report.Tasks)
        {
            tasks.Add(IndexRange.Of(task.Index));
        }

        lease.Acknowledge(lease.PlaceOf(report.Array), tasks);
    }

    /// <summary>Gives up what the root says is lost.</summary>
    public void Lose(IReadOnlyList<HeldLease> lost)
    {
        foreach (HeldLease part in lost)
        {
            if (Find(part.Lease) is { } lease && lease.PlaceOf(part.Array) is >= 0 and var place)
            {
                RangeSet tasks = lease.Open(place).Intersect(part.Ranges);
                lease.Open(place).RemoveAll(tasks.Runs);
                work.Lose(part.Array, tasks);
            }
        }
    }

    /// <summary>
    /// Gives back what no consumer has and none serves any more or has the time for; without consumers that is everything.
    /// </summary>
    public void GiveBackUnserved(Scheduler scheduler, Instant now, List<ClientMessage> into)
    {
        foreach (UpstreamLease lease in _leases.Values)
        {
            for (int place = 0; place < lease.Chain.Count; place++)
            {
                if (!lease.Open(place).IsEmpty && !scheduler.CanServe(lease.Chain[place], now))
                {
                    GiveBack(lease, place, into);
                }
            }
        }
    }

    /// <summary>Forgets leases that are used up, and studies of which nothing is left.</summary>
    public void Prune()
    {
        _used.Clear();
        foreach (UpstreamLease lease in _leases.Values)
        {
            if (lease.IsEmpty)
            {
                _used.Add(lease);
            }
        }

        _used.ForEach(lease => _leases.Remove(lease.Id.Value));

        work.ForgetIdle(study => _leases.Values.Any(lease => lease.Chain[0].Study == study));
    }

    private void GiveBack(UpstreamLease lease, int fromPlace, List<ClientMessage> into)
    {
        IndexRange[] free = work.Withdraw(lease.Chain[fromPlace], lease.Open(fromPlace).ToArray()).ToArray();
        if (free.Length == 0)
        {
            return;
        }

        lease.Leave(fromPlace, free);
        into.Add(new LeaseRelease(lease.Id, lease.Chain[fromPlace], free, null));
        for (int later = fromPlace + 1; later < lease.Chain.Count; later++)
        {
            work.Drop(lease.Chain[later], free);
        }
    }

    private void RenewWanted(RangesEnded unrun)
    {
        foreach (UpstreamLease lease in _leases.Values)
        {
            if (lease.PlaceOf(unrun.Array) is >= 0 and var place)
            {
                work.Renew(unrun.Array, lease.Open(place).Intersect(unrun.Ranges).ToArray());
            }
        }
    }

    private void ReportRecords(TasksEnded ended)
    {
        TaskRunner? runner = ended.Runner ?? runnerOf(ended.Consumer);
        _ended.Clear();
        EndedHere? part = null;
        foreach (TaskRecord record in ended.Tasks)
        {
            if (part?.Has(record.Index) != true)
            {
                part = PartOf(ended.Array, record.Index, runner);
            }

            part.Add(record);
        }

        foreach (EndedHere each in _ended)
        {
            each.AddPlaces(ended.Places);
            Settle(each);
        }
    }

    // Most of what a worker reports at once is of one lease.
    private EndedHere PartOf(ArrayId array, long index, TaskRunner? runner)
    {
        UpstreamLease? lease = HolderOf(array, index);
        if (_ended.Find(part => part.Lease == lease) is { } found)
        {
            return found;
        }

        var added = new EndedHere(lease, array, reports.Of(lease?.Id ?? None, array), runner);
        _ended.Add(added);
        return added;
    }

    private void Settle(EndedHere part)
    {
        if (part.Lease is { } lease)
        {
            lease.Report(part.Place, part.Tasks);
            if (!part.Broken.IsEmpty)
            {
                Break(lease, part.Place + 1, part.Broken.ToArray());
            }
        }

        work.End(part.Array, part.Tasks.ToArray());
    }

    private void ReportFinished(RangesEnded finished)
    {
        var rest = new RangeSet(finished.Ranges);
        foreach (UpstreamLease lease in _leases.Values)
        {
            int place = lease.PlaceOf(finished.Array);
            RangeSet mine = place < 0 ? new RangeSet() : lease.Open(place).Intersect(rest.Runs);
            if (!mine.IsEmpty)
            {
                lease.Report(place, mine);
                rest.RemoveAll(mine.Runs);
                reports.Of(lease.Id, finished.Array).AddFinished(mine.ToArray());
            }
        }

        if (!rest.IsEmpty)
        {
            reports.Of(None, finished.Array).AddFinished(rest.ToArray());
        }

        work.End(finished.Array, finished.Ranges);
    }

    // The rest of a broken chain is the root's again as soon as it reads the report.
    private void Break(UpstreamLease lease, int fromPlace, IndexRange[] task)
    {
        lease.Leave(fromPlace, task);
        for (int place = fromPlace; place < lease.Chain.Count; place++)
        {
            work.Drop(lease.Chain[place], task);
        }
    }

    private UpstreamLease? HolderOf(ArrayId array, long index)
    {
        foreach (UpstreamLease lease in _leases.Values)
        {
            if (lease.PlaceOf(array) is >= 0 and var place && lease.Open(place).Contains(index))
            {
                return lease;
            }
        }

        return null;
    }
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>The leases that an agent holds from above, and the way of its consumers' news up to their holder.</summary>
internal sealed class UpstreamLeases(BorrowedWork work, UpstreamReports reports)
{
    // No lease has this number: the root takes successes under it as late ones.
    private static readonly LeaseId None = new(0);

    private readonly SortedDictionary<long, UpstreamLease> _leases = [];

    public bool IsEmpty => _leases.Count == 0;

    public IEnumerable<UpstreamLease> All => _leases.Values;

    public IEnumerable<HeldLease> Held => _leases.Values.SelectMany(lease => lease.Held());

    public UpstreamLease? Find(LeaseId id) => _leases.GetValueOrDefault(id.Value);

    public void Adopt(LeaseGrant grant)
    {
        _leases[grant.Lease.Value] = new UpstreamLease(grant);
        work.Adopt(grant);
    }

    /// <summary>Passes up what has ended here in a turn of the agent's scheduler.</summary>
    public void Report(IReadOnlyList<BrokerChange> changes, List<ClientMessage> up)
    {
        foreach (BrokerChange change in changes)
        {
            if (change is TasksEnded ended)
            {
                ReportRecords(ended, up);
            }
            else if (change is RangesEnded { Outcome: TaskOutcome.AlreadyFinished } finished)
            {
                ReportFinished(finished, up);
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
                if (!lease.Open(place).IsEmpty && !scheduler.CanServe(lease.Chain[place], lease.Queues[place], now))
                {
                    GiveBack(lease, place, into);
                }
            }
        }
    }

    /// <summary>Forgets leases that are used up.</summary>
    public void Prune()
    {
        foreach (UpstreamLease lease in _leases.Values.Where(lease => lease.IsEmpty).ToArray())
        {
            _leases.Remove(lease.Id.Value);
        }
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

    private void ReportRecords(TasksEnded ended, List<ClientMessage> up)
    {
        var byLease = new Dictionary<LeaseId, List<TaskRecord>>();
        foreach (TaskRecord record in ended.Tasks)
        {
            IndexRange[] task = [IndexRange.Of(record.Index)];
            UpstreamLease? lease = HolderOf(ended.Array, record.Index);
            if (lease is not null)
            {
                int place = lease.PlaceOf(ended.Array);
                lease.Report(place, new RangeSet(task));
                if (record.Outcome.AsksForAnotherAttempt() || record.Outcome.EndState() == TaskState.Raised)
                {
                    Break(lease, place + 1, task);
                }
            }

            work.End(ended.Array, task);
            LeaseId id = lease?.Id ?? None;
            if (!byLease.TryGetValue(id, out List<TaskRecord>? records))
            {
                byLease.Add(id, records = []);
            }

            records.Add(record);
        }

        foreach ((LeaseId id, List<TaskRecord> records) in byLease)
        {
            up.Add(reports.Add(id, ended.Array, records, []));
        }
    }

    private void ReportFinished(RangesEnded finished, List<ClientMessage> up)
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
                up.Add(reports.Add(lease.Id, finished.Array, [], mine.ToArray()));
            }
        }

        if (!rest.IsEmpty)
        {
            up.Add(reports.Add(None, finished.Array, [], rest.ToArray()));
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

using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>What a worker has done and not reported yet, and its reports until they are acknowledged.</summary>
internal sealed class SimOutbox(Random random)
{
    private readonly List<(SimLease Lease, int Place, TaskRecord Record)> _done = [];
    private readonly Dictionary<long, TaskReport> _unacknowledged = [];
    private long _sequence;

    /// <summary>The reports that may have to be sent again.</summary>
    public List<TaskReport> Unacknowledged => [.. _unacknowledged.Values];

    public void Add(SimLease lease, int place, TaskRecord record) => _done.Add((lease, place, record));

    /// <summary>Reports what is done of one array of one lease, in any order, or a part of it; null for nothing at present.</summary>
    public TaskReport? Next()
    {
        if (_done.Count == 0)
        {
            return null;
        }

        (SimLease lease, int place, _) = _done[random.Next(_done.Count)];
        List<(SimLease Lease, int Place, TaskRecord Record)> part =
            [.. _done.Where(task => task.Lease == lease && task.Place == place && random.Next(4) > 0)];
        if (part.Count == 0)
        {
            return null;
        }

        part.ForEach(task => _done.Remove(task));
        TaskRecord[] records = [.. part.Select(task => task.Record)];
        random.Shuffle(records);
        bool skipped = records.All(task => task.Outcome == TaskOutcome.AlreadyFinished);
        var report = new TaskReport(
            lease.Grant.Lease,
            lease.Grant.Chain[place],
            ++_sequence,
            skipped ? [] : records,
            skipped ? [.. records.Select(task => IndexRange.Of(task.Index))] : []);
        _unacknowledged.Add(_sequence, report);
        return report;
    }

    /// <summary>Now and then one of the reports to be sent once more.</summary>
    public TaskReport? Repeated() => _unacknowledged.Count > 0 && random.Next(8) == 0
        ? _unacknowledged.Values.ElementAt(random.Next(_unacknowledged.Count))
        : null;

    /// <summary>Takes an acknowledgement in: its tasks are out of the worker's hands.</summary>
    public void Acknowledge(ReportAck ack, IReadOnlyDictionary<LeaseId, SimLease> leases)
    {
        if (!_unacknowledged.Remove(ack.Sequence, out TaskReport? report) || !leases.TryGetValue(report.Lease, out SimLease? lease))
        {
            return;
        }

        int place = lease.Grant.Chain.ToList().IndexOf(report.Array);
        lease.InHand[place].ExceptWith(report.Tasks.Select(task => task.Index));
        foreach (IndexRange range in report.AlreadyFinished)
        {
            lease.InHand[place].RemoveWhere(range.Contains);
        }
    }

    public override string ToString() => $"done {_done.Count} unacknowledged {_unacknowledged.Count}";
}

using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Worker.Leases;

namespace Merlin.Worker.Reports;

/// <summary>
/// Reports on their way: collected into few messages, and kept until the broker has acknowledged them.
/// </summary>
/// <remarks>
/// Pure and single-threaded; belongs to the worker's loop. While there is no session it holds at most the tasks of the
/// leases in hand, since no others come.
/// </remarks>
internal sealed class ReportOutbox
{
    private readonly Dictionary<(LeaseId Lease, ArrayId Array), ReportBatch> _batches = [];
    private readonly SortedDictionary<long, TaskReport> _unacknowledged = [];
    private long _sequence;

    /// <summary>How many tasks wait to be reported.</summary>
    public int Waiting { get; private set; }

    /// <summary>Whether every task was reported and every report acknowledged.</summary>
    public bool IsSettled => Waiting == 0 && _unacknowledged.Count == 0;

    /// <summary>Adds an attempt that ended.</summary>
    /// <param name="lease">Its lease.</param>
    /// <param name="array">Its array.</param>
    /// <param name="record">How it ended.</param>
    /// <param name="place">Where it ran, unless that was simply on the worker's host.</param>
    public void Add(LeaseId lease, ArrayId array, in TaskRecord record, TaskPlace? place)
    {
        Batch(lease, array).Add(record, place);
        Waiting++;
    }

    /// <summary>Adds a task that had its finished file.</summary>
    public void AddFinished(LeaseId lease, ArrayId array, long index)
    {
        Batch(lease, array).AddFinished(index);
        Waiting++;
    }

    /// <summary>Makes reports of everything that waits.</summary>
    /// <returns>The new reports, to be sent.</returns>
    public IReadOnlyList<TaskReport> Seal()
    {
        var reports = new List<TaskReport>(_batches.Count);
        foreach (((LeaseId lease, ArrayId array), ReportBatch batch) in _batches)
        {
            TaskReport report = batch.Empty(lease, array, ++_sequence);
            _unacknowledged.Add(report.Sequence, report);
            reports.Add(report);
        }

        _batches.Clear();
        Waiting = 0;
        return reports;
    }

    /// <summary>Forgets a report that is durable.</summary>
    public void Acknowledge(ReportAck ack) => _unacknowledged.Remove(ack.Sequence);

    /// <summary>Sends again what was not acknowledged.</summary>
    public void Resend(Action<TaskReport> send)
    {
        foreach (TaskReport report in _unacknowledged.Values)
        {
            send(report);
        }
    }

    /// <summary>What was reported and not acknowledged, as things that this worker still holds.</summary>
    public IEnumerable<HeldLease> Held()
    {
        foreach (TaskReport report in _unacknowledged.Values)
        {
            var list = new RangeList();
            foreach (TaskRecord record in report.Tasks)
            {
                list.Add(record.Index);
            }

            foreach (IndexRange range in report.AlreadyFinished)
            {
                list.Add(range);
            }

            yield return new HeldLease(report.Lease, report.Array, list.ToRanges());
        }
    }

    private ReportBatch Batch(LeaseId lease, ArrayId array)
    {
        if (!_batches.TryGetValue((lease, array), out ReportBatch? batch))
        {
            batch = new ReportBatch();
            _batches.Add((lease, array), batch);
        }

        return batch;
    }
}

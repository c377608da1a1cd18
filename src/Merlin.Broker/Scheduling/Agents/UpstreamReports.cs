using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Passes what consumers reported up, and holds their acknowledgements back until the root has acknowledged.
/// </summary>
internal sealed class UpstreamReports
{
    private readonly SortedDictionary<long, TaskReport> _unacknowledged = [];
    private readonly Queue<(long Needs, Outgoing Ack)> _held = new();
    private long _sequence;

    public bool IsEmpty => _unacknowledged.Count == 0 && _held.Count == 0;

    /// <summary>How many reports the root has not acknowledged.</summary>
    public int Count => _unacknowledged.Count;

    /// <summary>Everything the root has not acknowledged, to be said again on a new line.</summary>
    public IEnumerable<TaskReport> Unacknowledged => _unacknowledged.Values;

    public TaskReport Add(LeaseId lease, ArrayId array, List<TaskRecord> tasks, IReadOnlyList<IndexRange> finished)
    {
        var report = new TaskReport(lease, array, ++_sequence, tasks, finished);
        _unacknowledged.Add(report.Sequence, report);
        return report;
    }

    /// <summary>Takes an acknowledgement of the root's.</summary>
    /// <returns>The report, or null when it was acknowledged before.</returns>
    public TaskReport? Acknowledge(long sequence) =>
        _unacknowledged.Remove(sequence, out TaskReport? report) ? report : null;

    /// <summary>
    /// Holds a consumer's acknowledgement back until everything that was passed up so far is acknowledged: a repeated
    /// report may stand for tasks that were passed up long before.
    /// </summary>
    public void Hold(Outgoing ack) => _held.Enqueue((_sequence, ack));

    /// <summary>Moves the acknowledgements that nothing holds back any more to the messages that go out.</summary>
    public void Release(List<Outgoing> into)
    {
        long oldest = long.MaxValue;
        foreach (long sequence in _unacknowledged.Keys)
        {
            oldest = sequence;
            break;
        }

        while (_held.TryPeek(out (long Needs, Outgoing Ack) next) && next.Needs < oldest)
        {
            into.Add(_held.Dequeue().Ack);
        }
    }

    /// <summary>Drops the acknowledgements for a line that is closed.</summary>
    public void Forget(PeerId peer)
    {
        int count = _held.Count;
        for (int i = 0; i < count; i++)
        {
            (long Needs, Outgoing Ack) held = _held.Dequeue();
            if (held.Ack.To != peer)
            {
                _held.Enqueue(held);
            }
        }
    }
}

using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Passes what consumers reported up, and holds their acknowledgements back until the root has acknowledged.
/// </summary>
/// <remarks>
/// What an agent says costs the root by the report more than by the task. So each report is paid for with a little time,
/// and until that has passed, what ends is collected, of all workers together: alone, a report goes up at once, in a rush
/// few large ones do.
/// </remarks>
internal sealed class UpstreamReports
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly SortedDictionary<long, TaskReport> _unacknowledged = [];
    private readonly Queue<(long Needs, Outgoing Ack)> _held = new();
    private readonly Dictionary<(LeaseId, ArrayId), WaitingReport> _places = [];
    private readonly List<WaitingReport> _waiting = [];
    private Instant _paidAt = new(long.MinValue);
    private long _sequence;

    /// <summary>Whether the root has acknowledged everything, and the consumers were told.</summary>
    public bool IsEmpty => Count == 0 && _held.Count == 0;

    /// <summary>How many reports the root has not acknowledged, those included that were not sent yet.</summary>
    public int Count => _unacknowledged.Count + _waiting.Count;

    /// <summary>When what waits is to be sent; null when nothing does.</summary>
    public Instant? Due => _waiting.Count == 0 ? null : _paidAt;

    /// <summary>Everything that was sent and the root has not acknowledged, to be said again on a new line.</summary>
    public IEnumerable<TaskReport> Unacknowledged => _unacknowledged.Values;

    /// <summary>What is to be passed up of one array and lease.</summary>
    public WaitingReport Of(LeaseId lease, ArrayId array)
    {
        if (!_places.TryGetValue((lease, array), out WaitingReport? report))
        {
            report = new WaitingReport(lease, array);
            _places.Add((lease, array), report);
            _waiting.Add(report);
        }

        return report;
    }

    /// <summary>Whether something waits to be sent of a lease.</summary>
    public bool HasWaiting(LeaseId lease) => _waiting.Exists(report => report.Lease == lease);

    /// <summary>Sends what waits, if its time has come.</summary>
    /// <param name="now">The present.</param>
    /// <param name="hurry">Whether it is to be sent in any case.</param>
    /// <param name="up">Takes the reports.</param>
    public void Send(Instant now, bool hurry, List<ClientMessage> up)
    {
        if (_waiting.Count == 0 || (now < _paidAt && !hurry))
        {
            return;
        }

        foreach (WaitingReport waiting in _waiting)
        {
            TaskReport report = waiting.Seal(++_sequence);
            _unacknowledged.Add(report.Sequence, report);
            up.Add(report);
        }

        TimeSpan price = Pace * _waiting.Count;
        _paidAt = now + (price < LongestWait ? price : LongestWait);
        _waiting.Clear();
        _places.Clear();
    }

    /// <summary>Takes an acknowledgement of the root's.</summary>
    /// <returns>The report, or null when it was acknowledged before.</returns>
    public TaskReport? Acknowledge(long sequence) =>
        _unacknowledged.Remove(sequence, out TaskReport? report) ? report : null;

    /// <summary>
    /// Holds a consumer's acknowledgement back until everything that was reported so far is acknowledged above: a repeated
    /// report may stand for tasks that were passed up long before.
    /// </summary>
    /// <remarks>What waits will be numbered in its order.</remarks>
    public void Hold(Outgoing ack) => _held.Enqueue((_sequence + _waiting.Count, ack));

    /// <summary>Moves the acknowledgements that nothing holds back any more to the messages that go out.</summary>
    public void Release(List<Outgoing> into)
    {
        long oldest = _waiting.Count == 0 ? long.MaxValue : _sequence + 1;
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

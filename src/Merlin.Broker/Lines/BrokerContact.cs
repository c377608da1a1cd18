namespace Merlin.Broker.Lines;

/// <summary>
/// Knows until when a consumer may start what it holds: a broker that has not heard from it for the heartbeat limit gives
/// its tasks to others, so it counts that limit from the last hello or heartbeat that the broker has answered.
/// </summary>
/// <remarks>
/// What runs already goes on, and what it leads to is reported later. Two copies of a task are never started within one
/// such limit as long as the clocks of broker and consumer run equally fast; what time they show does not matter. Owned by
/// one thread.
/// </remarks>
public sealed class BrokerContact
{
    private readonly Queue<(long Number, Instant Sent)> _unanswered = new();
    private long _number;
    private long _hello;
    private bool _welcomed;
    private Instant _confirmed;
    private TimeSpan _limit;

    /// <summary>
    /// When starting must end unless the broker answers before; null while nothing may be started at all: no hello was
    /// answered yet, or the last one was not.
    /// </summary>
    public Instant? StartUntil => _welcomed ? _confirmed + _limit : null;

    /// <summary>Whether what is held may be started.</summary>
    public bool MayStart(Instant now) => _welcomed && now < _confirmed + _limit;

    /// <summary>Notes that a hello is sent; until it is answered nothing may be started.</summary>
    /// <returns>The number that it must carry.</returns>
    public long Hello(Instant now)
    {
        _welcomed = false;
        _unanswered.Clear();
        _hello = Next(now);
        return _hello;
    }

    /// <summary>Notes that a heartbeat is sent.</summary>
    /// <returns>The number that it must carry.</returns>
    public long Heartbeat(Instant now) => Next(now);

    /// <summary>Notes that the broker has answered a hello. Any but the last one's answer, and an unasked one, changes nothing.</summary>
    /// <param name="number">The number in the answer.</param>
    /// <param name="limit">The heartbeat limit that it tells.</param>
    public void Welcomed(long number, TimeSpan limit)
    {
        if (number == _hello && !_welcomed)
        {
            _welcomed = true;
            _limit = limit;
            Confirm(number);
        }
    }

    /// <summary>Notes that the broker has answered a heartbeat.</summary>
    /// <param name="number">The number in the answer.</param>
    public void Acknowledged(long number)
    {
        if (_welcomed)
        {
            Confirm(number);
        }
    }

    /// <summary>Notes that the line is gone: no answer comes any more to what was said on it.</summary>
    public void LineClosed() => _unanswered.Clear();

    private long Next(Instant now)
    {
        _unanswered.Enqueue((++_number, now));
        return _number;
    }

    private void Confirm(long number)
    {
        while (_unanswered.TryPeek(out (long Number, Instant Sent) oldest) && oldest.Number <= number)
        {
            _confirmed = oldest.Sent;
            _unanswered.Dequeue();
        }
    }
}

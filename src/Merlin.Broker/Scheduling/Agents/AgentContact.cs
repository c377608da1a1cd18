using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// An agent's contact with the broker above: when it must say that it lives, and when its consumers must be stopped because
/// nothing was heard from there.
/// </summary>
internal sealed class AgentContact
{
    // As many heartbeats may be late or lost before a consumer of the agent's is.
    private const int HeartbeatsInLimit = 5;

    private readonly SchedulerOptions _options;
    private readonly Scheduler _scheduler;
    private readonly BrokerContact _contact = new();
    private TimeSpan _interval;
    private Instant? _nextHeartbeat;
    private Instant? _recallAllAt;

    public AgentContact(SchedulerOptions options, Scheduler scheduler)
    {
        _options = options;
        _scheduler = scheduler;
        _interval = options.HeartbeatInterval;
        scheduler.Pulse = PulseWithin(options.HeartbeatLimit);
        scheduler.IsPaused = true;
    }

    /// <summary>Whether there is a line.</summary>
    public bool HasLine { get; private set; }

    /// <summary>Whether the last hello was answered.</summary>
    public bool IsWelcome => _contact.StartUntil is not null;

    /// <summary>Whether it was welcomed on this line at all, so that work may be asked for.</summary>
    public bool IsAttached => _nextHeartbeat is not null;

    /// <summary>When something is due.</summary>
    public Instant? Next => _recallAllAt is null || _nextHeartbeat < _recallAllAt ? _nextHeartbeat ?? _recallAllAt : _recallAllAt;

    /// <summary>There is a line.</summary>
    public void LineOpened() => HasLine = true;

    /// <summary>There is none any more: nothing is leased on.</summary>
    public void LineClosed()
    {
        HasLine = false;
        _contact.LineClosed();
        _nextHeartbeat = null;
        _scheduler.IsPaused = true;
    }

    /// <summary>Notes that a hello is sent.</summary>
    /// <returns>The number that it must carry.</returns>
    public long Hello(Instant now) => _contact.Hello(now);

    /// <summary>Notes a welcome, and passes its limit on by half.</summary>
    public void Welcomed(Welcome welcome, Instant now)
    {
        _contact.Welcomed(welcome.Number, welcome.HeartbeatLimit);
        _interval = welcome.HeartbeatInterval;
        _nextHeartbeat = now + _interval;
        _scheduler.Pulse = PulseWithin(welcome.HeartbeatLimit);
        Note(now);
    }

    /// <summary>Notes that a heartbeat was answered.</summary>
    public void Acknowledged(HeartbeatAck ack, Instant now)
    {
        _contact.Acknowledged(ack.Number);
        Note(now);
    }

    /// <summary>Whether a heartbeat is due; its number then.</summary>
    public bool TryBeat(Instant now, out long number)
    {
        bool isDue = _nextHeartbeat <= now;
        number = isDue ? _contact.Heartbeat(now) : 0;
        _nextHeartbeat = isDue ? now + _interval : _nextHeartbeat;
        return isDue;
    }

    /// <summary>Asks everything back that has not started, when nothing was heard for too long.</summary>
    public void RecallAllIfAlone(Instant now)
    {
        if (_recallAllAt <= now)
        {
            _recallAllAt = null;
            _scheduler.IsPaused = true;
            _scheduler.Borrowed.RecallAll();
        }
    }

    // From when its consumers must be stopped, because they may go on for as long as their own limit without hearing of it.
    private void Note(Instant now)
    {
        if (_contact.StartUntil is { } until)
        {
            _recallAllAt = until + -_scheduler.LongestLimit;
            _scheduler.IsPaused = !HasLine || _recallAllAt <= now;
        }
    }

    // Half of the time that the broker above gives, and never more than half of what it is expected to give.
    private Pulse PulseWithin(TimeSpan above)
    {
        TimeSpan limit = (above < _options.HeartbeatLimit ? above : _options.HeartbeatLimit) / 2;
        TimeSpan interval = limit / HeartbeatsInLimit;
        return new Pulse(interval < _options.HeartbeatInterval ? interval : _options.HeartbeatInterval, limit);
    }
}

namespace Merlin.Worker.Loop;

/// <summary>The points in time that the loop must not miss, in the clock's own unit.</summary>
/// <param name="clock">The clock.</param>
internal sealed class LoopTimes(TimeProvider clock)
{
    /// <summary>No time.</summary>
    public const long Never = long.MaxValue;

    /// <summary>A time that has come.</summary>
    public const long AtOnce = 0;

    private TimeSpan _heartbeatInterval;
    private long _heartbeat = Never;

    /// <summary>When what waits is to be reported.</summary>
    public long Report { get; set; } = Never;

    /// <summary>When to attach again.</summary>
    public long Attach { get; set; } = Never;

    /// <summary>When the worker leaves, acknowledged or not.</summary>
    public long Farewell { get; set; } = Never;

    /// <summary>Says how often to send a heartbeat.</summary>
    public void SetHeartbeat(TimeSpan interval)
    {
        _heartbeatInterval = interval;
        _heartbeat = After(interval);
    }

    /// <summary>Whether a heartbeat is due; it counts as sent then.</summary>
    public bool IsHeartbeatDue()
    {
        if (!IsDue(_heartbeat))
        {
            return false;
        }

        _heartbeat = After(_heartbeatInterval);
        return true;
    }

    /// <summary>Whether a time has come.</summary>
    public bool IsDue(long time) => time != Never && time <= clock.GetTimestamp();

    /// <summary>The time after a span.</summary>
    public long After(TimeSpan span) =>
        clock.GetTimestamp() + (long)(span.TotalSeconds * clock.TimestampFrequency);

    /// <summary>Milliseconds to the next of the times; -1 when there is none.</summary>
    public int MillisecondsToNext()
    {
        long next = Math.Min(Math.Min(Report, Attach), Math.Min(Farewell, _heartbeat));
        if (next == Never)
        {
            return -1;
        }

        double left = clock.GetElapsedTime(clock.GetTimestamp(), next).TotalMilliseconds;
        return (int)Math.Clamp(Math.Ceiling(left), 0, int.MaxValue);
    }
}

namespace Merlin.Worker.Loop;

/// <summary>The points in time that the loop must not miss.</summary>
/// <param name="clock">The clock.</param>
internal sealed class LoopTimes(TimeProvider clock)
{
    private const long Never = long.MaxValue;
    private readonly long[] _times = Enumerable.Repeat(Never, Enum.GetValues<LoopAlarm>().Length).ToArray();

    /// <summary>Sets an alarm anew.</summary>
    public void Set(LoopAlarm alarm, TimeSpan after)
    {
        double ticks = Math.Max(0, after.TotalSeconds) * clock.TimestampFrequency;
        long now = clock.GetTimestamp();
        _times[(int)alarm] = ticks >= Never - now ? Never : now + (long)ticks;
    }

    /// <summary>Sets an alarm, unless it is set already.</summary>
    public void SetOnce(LoopAlarm alarm, TimeSpan after)
    {
        if (!IsSet(alarm))
        {
            Set(alarm, after);
        }
    }

    /// <summary>Forgets an alarm.</summary>
    public void Clear(LoopAlarm alarm) => _times[(int)alarm] = Never;

    /// <summary>Whether an alarm is set.</summary>
    public bool IsSet(LoopAlarm alarm) => _times[(int)alarm] != Never;

    /// <summary>Whether the time of an alarm has come.</summary>
    public bool IsDue(LoopAlarm alarm) => IsSet(alarm) && _times[(int)alarm] <= clock.GetTimestamp();

    /// <summary>Whether the time of an alarm has come; it is forgotten then.</summary>
    public bool TakeDue(LoopAlarm alarm)
    {
        bool due = IsDue(alarm);
        if (due)
        {
            Clear(alarm);
        }

        return due;
    }

    /// <summary>Milliseconds to the next of the times; -1 when there is none.</summary>
    public int MillisecondsToNext()
    {
        long next = _times.Min();
        if (next == Never)
        {
            return -1;
        }

        double left = clock.GetElapsedTime(clock.GetTimestamp(), next).TotalMilliseconds;
        return (int)Math.Clamp(Math.Ceiling(left), 0, int.MaxValue);
    }
}

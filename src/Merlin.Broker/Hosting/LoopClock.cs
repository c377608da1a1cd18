namespace Merlin.Broker.Hosting;

/// <summary>A loop's time, and the alarm that wakes it. Belongs to the loop's thread.</summary>
/// <remarks>
/// Calendar time only at the beginning: a clock that is set back must not put off what is due.
/// </remarks>
internal sealed class LoopClock : IDisposable
{
    // Far less than the longest time that timers take; an early turn does no harm.
    private static readonly TimeSpan LongestSleep = TimeSpan.FromHours(1);

    private readonly TimeProvider _clock;
    private readonly long _beginTimestamp;
    private readonly ITimer _alarm;

    /// <summary>A clock that shows the present.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="wake">Wakes the loop; called on any thread.</param>
    public LoopClock(TimeProvider clock, Action wake)
    {
        _clock = clock;
        Begin = Instant.Now(clock);
        _beginTimestamp = clock.GetTimestamp();
        _alarm = clock.CreateTimer(_ => wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>When the loop began.</summary>
    public Instant Begin { get; }

    /// <summary>The present.</summary>
    public Instant Now() => Begin + _clock.GetElapsedTime(_beginTimestamp);

    /// <summary>Sets the alarm for a time; without one it is silent.</summary>
    /// <returns>Whether that time has come already.</returns>
    public bool SetAlarm(Instant? due)
    {
        if (due is not { } deadline)
        {
            _alarm.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            return false;
        }

        TimeSpan left = deadline - Now();
        if (left <= TimeSpan.Zero)
        {
            return true;
        }

        // A timer counts whole milliseconds and must not wake the loop too early.
        left = TimeSpan.FromMilliseconds(Math.Ceiling(left.TotalMilliseconds));
        _alarm.Change(left < LongestSleep ? left : LongestSleep, Timeout.InfiniteTimeSpan);
        return false;
    }

    public void Dispose() => _alarm.Dispose();
}

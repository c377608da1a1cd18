namespace Merlin.Broker;

/// <summary>A point in time as the broker keeps it: microseconds since 1970-01-01 UTC.</summary>
/// <param name="UnixMicros">Microseconds since the epoch.</param>
public readonly record struct Instant(long UnixMicros) : IComparable<Instant>
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <summary>The present according to <paramref name="clock"/>.</summary>
    public static Instant Now(TimeProvider clock) => From(clock.GetUtcNow());

    /// <summary>Converts a calendar time.</summary>
    public static Instant From(DateTimeOffset time) =>
        new((time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TicksPerMicrosecond);

    /// <summary>The calendar time in UTC.</summary>
    public DateTimeOffset ToDateTimeOffset() =>
        DateTimeOffset.UnixEpoch.AddTicks(UnixMicros * TicksPerMicrosecond);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixMicros.CompareTo(other.UnixMicros);

    /// <summary>Later by <paramref name="span"/>.</summary>
    public static Instant operator +(Instant instant, TimeSpan span) =>
        new(instant.UnixMicros + (span.Ticks / TicksPerMicrosecond));

    /// <summary>The time between two instants.</summary>
    public static TimeSpan operator -(Instant later, Instant earlier) =>
        new((later.UnixMicros - earlier.UnixMicros) * TicksPerMicrosecond);

    /// <summary>Whether <paramref name="left"/> is earlier.</summary>
    public static bool operator <(Instant left, Instant right) => left.UnixMicros < right.UnixMicros;

    /// <summary>Whether <paramref name="left"/> is later.</summary>
    public static bool operator >(Instant left, Instant right) => left.UnixMicros > right.UnixMicros;

    /// <summary>Whether <paramref name="left"/> is not later.</summary>
    public static bool operator <=(Instant left, Instant right) => left.UnixMicros <= right.UnixMicros;

    /// <summary>Whether <paramref name="left"/> is not earlier.</summary>
    public static bool operator >=(Instant left, Instant right) => left.UnixMicros >= right.UnixMicros;

    /// <summary>Later by <paramref name="span"/>.</summary>
    public Instant Add(TimeSpan span) => this + span;

    /// <summary>The time since <paramref name="earlier"/>.</summary>
    public TimeSpan Subtract(Instant earlier) => this - earlier;
}

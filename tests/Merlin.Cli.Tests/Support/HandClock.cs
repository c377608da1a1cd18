namespace Merlin.Cli.Tests.Support;

/// <summary>A clock that a test moves by hand; it begins at noon of 31 January 2026, UTC.</summary>
internal sealed class HandClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public void Advance(double seconds) => _now = _now.AddSeconds(seconds);
}

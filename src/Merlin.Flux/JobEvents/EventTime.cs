namespace Merlin.Flux;

/// <summary>Flux's time stamps: seconds since 1970, with a fraction.</summary>
internal static class EventTime
{
    public static DateTimeOffset Of(double seconds) =>
        DateTimeOffset.UnixEpoch + TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond));

    public static double Seconds(DateTimeOffset time) =>
        (double)(time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerSecond;
}

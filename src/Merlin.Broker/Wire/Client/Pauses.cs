using System.Security.Cryptography;

namespace Merlin.Broker.Wire;

/// <summary>
/// The pauses between vain tries to open a line: each about twice as long as the one before, and different for each
/// client, so that ten thousand workers do not fall upon a broker that comes back all at once.
/// </summary>
internal sealed class Pauses(LineTimes times)
{
    private TimeSpan _next = times.FirstPause;

    /// <summary>The next pause.</summary>
    public TimeSpan Next()
    {
        TimeSpan pause = _next;
        _next = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, times.LongestPause.Ticks));
        int most = Math.Max(2, (int)pause.TotalMilliseconds);
        return TimeSpan.FromMilliseconds((most / 2) + RandomNumberGenerator.GetInt32(most));
    }

    /// <summary>Begins anew after a line was open.</summary>
    public void Reset() => _next = times.FirstPause;
}

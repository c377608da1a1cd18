namespace Merlin.Benchmarks.Scale;

/// <summary>What a host has done.</summary>
internal sealed class HostStatistics
{
    private const double Second = 1e6;

    private long _second = -1;
    private long _inSecond;

    /// <summary>Messages that it took in.</summary>
    public long Received { get; private set; }

    /// <summary>Messages that it let out.</summary>
    public long Sent { get; private set; }

    /// <summary>The most of both in one simulated second.</summary>
    public long Peak { get; private set; }

    /// <summary>How long it was at work in simulated seconds.</summary>
    public double Busy { get; private set; }

    /// <summary>How long its code ran here.</summary>
    public double RealSeconds { get; set; }

    /// <summary>Counts a turn.</summary>
    public void Count(double now, int received, int sent, double cost)
    {
        Received += received;
        Sent += sent;
        Busy += cost / Second;
        long second = (long)(now / Second);
        _inSecond = second == _second ? _inSecond + received + sent : received + sent;
        _second = second;
        Peak = Math.Max(Peak, _inSecond);
    }
}

using Merlin.Broker.Status;

namespace Merlin.Broker.Storage;

/// <summary>
/// Mean and spread of run times, kept up to date task by task (Welford's way, which does not lose the spread of long
/// run times that differ little).
/// </summary>
internal struct RunTimeTotals
{
    private const double MicrosPerSecond = 1e6;

    public long Count { get; set; }

    /// <summary>Mean in microseconds.</summary>
    public double Mean { get; set; }

    /// <summary>Sum of the squares of the differences from the mean.</summary>
    public double Squares { get; set; }

    public void Add(long micros)
    {
        Count++;
        double difference = micros - Mean;
        Mean += difference / Count;
        Squares += difference * (micros - Mean);
    }

    public readonly RunTimes ToRunTimes() => Count == 0
        ? default
        : new RunTimes(Count, Mean / MicrosPerSecond, Math.Sqrt(Squares / Count) / MicrosPerSecond);
}

namespace Merlin.Benchmarks.Scale;

/// <summary>What all leaves have done.</summary>
internal sealed class Tally
{
    private const double Second = 1e6;

    /// <summary>Attempts that have ended.</summary>
    public long Attempts { get; private set; }

    /// <summary>How long these ran in all, in seconds.</summary>
    public double Work { get; private set; }

    /// <summary>When the last of them ended, in microseconds.</summary>
    public long Last { get; private set; }

    /// <summary>The longest of them, in seconds.</summary>
    public double Longest { get; private set; }

    public void Ended(long duration, long end)
    {
        Attempts++;
        Work += duration / Second;
        Last = Math.Max(Last, end);
        Longest = Math.Max(Longest, duration / Second);
    }
}

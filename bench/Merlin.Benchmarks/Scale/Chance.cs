namespace Merlin.Benchmarks.Scale;

/// <summary>Durations and misfortunes, the same for the same seed.</summary>
internal sealed class Chance(ScaleOptions options)
{
    private const double Micros = 1e6;

    private readonly double _mean = -options.Sigma * options.Sigma / 2; // of the logarithm, so that the mean is a second
    private ulong _state = (ulong)options.Seed * 0x9E3779B97F4A7C15;
    private double _spare;
    private bool _hasSpare;

    /// <summary>How long the next attempt takes, in microseconds.</summary>
    public long Duration() => Math.Max(1, (long)(Micros * Math.Exp(_mean + (options.Sigma * Normal()))));

    /// <summary>Whether the next attempt asks for another one.</summary>
    public bool AsksForRetry() => Uniform() < options.Retries;

    /// <summary>A number from 0 to 1.</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    // Two at a time (Marsaglia's polar method).
    private double Normal()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        double u;
        double v;
        double s;
        do
        {
            u = (2 * Uniform()) - 1;
            v = (2 * Uniform()) - 1;
            s = (u * u) + (v * v);
        }
        while (s is >= 1 or 0);
        double factor = Math.Sqrt(-2 * Math.Log(s) / s);
        _spare = v * factor;
        _hasSpare = true;
        return u * factor;
    }

    // SplitMix64.
    private ulong Next()
    {
        ulong z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

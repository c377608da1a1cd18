using Merlin.Broker.Status;

namespace Merlin.Cli.Studies;

/// <summary>Gathers run times, single ones and statistics of many, into one statistic.</summary>
/// <remarks>Means and squared deviations are joined pairwise, so that long and short tasks do not cancel out.</remarks>
internal sealed class RunTimeSum
{
    private long _count;
    private double _mean;
    private double _squares;

    /// <summary>The statistics of all that was added.</summary>
    public RunTimes Total => _count == 0 ? default : new RunTimes(_count, _mean, Math.Sqrt(_squares / _count));

    /// <summary>Adds statistics of several tasks.</summary>
    public void Add(RunTimes times)
    {
        if (times.Count == 0)
        {
            return;
        }

        long joined = _count + times.Count;
        double distance = times.MeanSeconds - _mean;
        _squares += (times.DeviationSeconds * times.DeviationSeconds * times.Count)
            + (distance * distance * _count * times.Count / joined);
        _mean += distance * times.Count / joined;
        _count = joined;
    }

    /// <summary>Adds one task's run time in seconds.</summary>
    public void Add(double seconds) => Add(new RunTimes(1, seconds, 0));
}

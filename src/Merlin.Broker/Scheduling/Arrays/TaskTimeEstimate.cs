namespace Merlin.Broker.Scheduling;

/// <summary>How long a task of one array takes, by what was reported lately.</summary>
internal sealed class TaskTimeEstimate
{
    // The newest task counts for this share once there were enough of them.
    private const double Share = 1.0 / 32;

    // However alike the tasks were so far, the next may take this much longer.
    private const double LeastSpread = 1.0 / 8;

    private double _micros;
    private long _seen;
    private double _runMicros;
    private double _runVariance;
    private long _runs;

    /// <summary>Microseconds per task, at least 1; null as long as nothing is known.</summary>
    public double? Micros => _seen == 0 ? null : Math.Max(1, _micros);

    /// <summary>
    /// What few of the tasks that are run take longer than, in microseconds (two standard deviations above the mean); null
    /// as long as none was run.
    /// </summary>
    public double? HighMicros =>
        _runs == 0 ? null : _runMicros + Math.Max(2 * Math.Sqrt(_runVariance), _runMicros * LeastSpread);

    /// <summary>Counts a task that was run.</summary>
    public void Add(double micros)
    {
        Count(micros);
        double share = Math.Max(Share, 1.0 / ++_runs);
        double difference = micros - _runMicros;
        _runMicros += difference * share;
        _runVariance = (1 - share) * (_runVariance + (difference * difference * share));
    }

    /// <summary>Counts tasks that were not run, since they had been before.</summary>
    public void AddSkipped(double micros, long tasks)
    {
        // More of them than this change nothing any more.
        long counted = Math.Min(tasks, 256);
        for (long i = 0; i < counted; i++)
        {
            Count(micros);
        }
    }

    private void Count(double micros)
    {
        _seen++;
        _micros += (micros - _micros) * Math.Max(Share, 1.0 / _seen);
    }
}

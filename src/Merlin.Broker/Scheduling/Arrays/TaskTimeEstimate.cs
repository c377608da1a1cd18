namespace Merlin.Broker.Scheduling;

/// <summary>How long a task of one array takes, by what was reported lately.</summary>
internal sealed class TaskTimeEstimate
{
    // The newest task counts for this share once there were enough of them.
    private const double Share = 1.0 / 32;

    private double _micros;
    private long _seen;

    /// <summary>Microseconds per task, at least 1; null as long as nothing is known.</summary>
    public double? Micros => _seen == 0 ? null : Math.Max(1, _micros);

    public void Add(double micros)
    {
        _seen++;
        _micros += (micros - _micros) * Math.Max(Share, 1.0 / _seen);
    }

    /// <summary>Counts several tasks that took the same time.</summary>
    public void Add(double micros, long tasks)
    {
        // More of them than this change nothing any more.
        long counted = Math.Min(tasks, 256);
        for (long i = 0; i < counted; i++)
        {
            Add(micros);
        }
    }
}

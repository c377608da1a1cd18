namespace Merlin.Benchmarks.Scale;

/// <summary>
/// What nobody can do better who does not know how long tasks will take: every core takes the next task in the moment in
/// which it is free, and nothing costs anything. No node dies.
/// </summary>
internal sealed class Greedy(ScaleOptions options)
{
    private const double Second = 1e6;
    private const double RetryDelay = Second;
    private const int Steps = 3;

    private readonly Chance _chance = new(options);
    private readonly PriorityQueue<int, double> _running = new();
    private readonly PriorityQueue<int, double> _delayed = new();
    private long _fresh = options.Samples;
    private long _free = (long)options.Nodes * options.Cores;

    /// <summary>When the last task ends, in seconds.</summary>
    public double Makespan()
    {
        double now = 0;
        StartMore(now);
        while (_running.Count > 0 || _delayed.Count > 0)
        {
            now = Next();
            while (_running.TryPeek(out int step, out double end) && end <= now)
            {
                _running.Dequeue();
                _free++;
                End(step, now);
            }

            StartMore(now);
        }

        return now / Second;
    }

    private double Next()
    {
        double next = _running.TryPeek(out _, out double end) ? end : double.MaxValue;
        return _free > 0 && _delayed.TryPeek(out _, out double due) ? Math.Min(next, due) : next;
    }

    private void End(int step, double now)
    {
        if (_chance.AsksForRetry())
        {
            _delayed.Enqueue(step, now + RetryDelay);
        }
        else if (step + 1 < Steps)
        {
            Start(step + 1, now);
        }
    }

    private void StartMore(double now)
    {
        while (_free > 0 && _delayed.TryPeek(out int step, out double due) && due <= now)
        {
            _delayed.Dequeue();
            Start(step, now);
        }

        for (; _free > 0 && _fresh > 0; _fresh--)
        {
            Start(0, now);
        }
    }

    private void Start(int step, double now)
    {
        _free--;
        _running.Enqueue(step, now + _chance.Duration());
    }
}

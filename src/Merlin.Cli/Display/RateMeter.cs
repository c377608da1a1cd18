namespace Merlin.Cli.Display;

/// <summary>Measures how many tasks end in a second, smoothed so that the last ten seconds or so count most.</summary>
internal sealed class RateMeter
{
    private const double SmoothingSeconds = 10;
    private readonly TimeProvider _clock;
    private long _start;
    private long _last;
    private long _done;
    private bool _begun;

    /// <summary>A meter.</summary>
    public RateMeter(TimeProvider clock) => _clock = clock;

    /// <summary>Tasks a second; 0 until something has been measured.</summary>
    public double PerSecond { get; private set; }

    /// <summary>Tells how many tasks are done now.</summary>
    public void Update(long done)
    {
        long now = _clock.GetTimestamp();
        if (!_begun)
        {
            (_begun, _start, _last, _done) = (true, now, now, done);
            return;
        }

        double seconds = _clock.GetElapsedTime(_last, now).TotalSeconds;
        if (seconds <= 0)
        {
            return;
        }

        // Early on, all of the short past weighs alike; an exponential average alone would start near zero.
        double past = Math.Min(SmoothingSeconds, _clock.GetElapsedTime(_start, now).TotalSeconds);
        double weight = 1 - Math.Exp(-seconds / past);
        double measured = (done - _done) / seconds;
        PerSecond = _last == _start ? measured : PerSecond + (weight * (measured - PerSecond));
        (_last, _done) = (now, done);
    }
}

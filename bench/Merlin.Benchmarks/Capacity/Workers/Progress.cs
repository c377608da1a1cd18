namespace Merlin.Benchmarks.Capacity.Workers;

/// <summary>How far all simulated workers together have come with a study, and the place at which they stop for a while.</summary>
internal sealed class Progress
{
    private TaskCompletionSource _paused = NewSource();
    private TaskCompletionSource<long> _leased = NewLeaseSource();
    private long _reported;
    private long _pauseAt = long.MaxValue;
    private volatile bool _isPaused;

    /// <summary>How many attempts were reported since the beginning.</summary>
    public long Reported => Interlocked.Read(ref _reported);

    /// <summary>Whether nobody is to report.</summary>
    public bool IsPaused => _isPaused;

    /// <summary>Ends when the workers have stopped.</summary>
    public Task Paused => _paused.Task;

    /// <summary>The time stamp of the first lease that any of them was given since <see cref="Begin"/>.</summary>
    public Task<long> FirstLease => _leased.Task;

    /// <summary>Begins with a study.</summary>
    /// <param name="pauseAfter">After how many attempts they stop; null for never.</param>
    public void Begin(long? pauseAfter)
    {
        _paused = NewSource();
        _leased = NewLeaseSource();
        _isPaused = pauseAfter == 0;
        Interlocked.Exchange(ref _pauseAt, pauseAfter is { } count ? Reported + count : long.MaxValue);
    }

    /// <summary>Notes a lease.</summary>
    public void Leased()
    {
        if (!_leased.Task.IsCompleted)
        {
            _leased.TrySetResult(TimeProvider.System.GetTimestamp());
        }
    }

    /// <summary>Notes attempts that are reported.</summary>
    public void Add(int attempts)
    {
        if (Interlocked.Add(ref _reported, attempts) >= Interlocked.Read(ref _pauseAt))
        {
            _isPaused = true;
            _paused.TrySetResult();
        }
    }

    /// <summary>Lets the workers report to the end; those that wait do not know it yet.</summary>
    public void Resume()
    {
        Interlocked.Exchange(ref _pauseAt, long.MaxValue);
        _isPaused = false;
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static TaskCompletionSource<long> NewLeaseSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

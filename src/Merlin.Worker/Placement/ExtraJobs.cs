namespace Merlin.Worker.Placement;

/// <summary>
/// Flux jobs in the worker's instance for which no task's seat has room: scripts launch more than their steps state, or without
/// <c>$(LAUNCHER)</c>, and others submit jobs, too. Those for which Flux had no room at once might wait for ever behind
/// placeholders, so room is made for them as for any task that becomes a job. The others count only beside such jobs.
/// </summary>
/// <remarks>A script may launch thousands that are alike, so they are only counted.</remarks>
internal sealed class ExtraJobs
{
    private readonly Dictionary<TaskDemand, int> _counts = [];
    private readonly Dictionary<Seat, int> _launched = new(ReferenceEqualityComparer.Instance);
    private int _waited;

    /// <summary>Whether there is one that room must be made for.</summary>
    public bool HaveWaited => _waited > 0;

    /// <summary>What their scripts hold themselves.</summary>
    public IEnumerable<Seat> Launchers => _launched.Keys;

    /// <summary>Adds one that waits or runs.</summary>
    public void Add(ExtraJob job) => Count(job, 1);

    /// <summary>One that was added has ended.</summary>
    public void Remove(ExtraJob job) => Count(job, -1);

    /// <summary>Adds what they need; of those that do not fit on the nodes that are up, nothing.</summary>
    public void AddTo(Need need, CoreBook book)
    {
        if (!need.IsNone || HaveWaited)
        {
            foreach ((TaskDemand demand, int count) in _counts)
            {
                if (book.Resources?.SlotsFor(demand.Shape) > 0)
                {
                    need.Add(demand, count);
                }
            }
        }
    }

    private void Count(ExtraJob job, int change)
    {
        Count(_counts, job.Demand, change);
        _waited += job.HasWaited ? change : 0;
        if (job.Launcher is { } launcher)
        {
            Count(_launched, launcher, change);
        }
    }

    private static void Count<T>(Dictionary<T, int> counts, T what, int change)
        where T : notnull
    {
        int count = counts.GetValueOrDefault(what) + change;
        if (count == 0)
        {
            counts.Remove(what);
        }
        else
        {
            counts[what] = count;
        }
    }
}

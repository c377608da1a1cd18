namespace Merlin.Worker.Placement;

/// <summary>
/// Flux jobs in the worker's instance for which no task's seat has room: scripts launch more than their steps state, or without
/// <c>$(LAUNCHER)</c>, and others submit jobs, too. Those for which Flux had no room at once might wait for ever behind
/// placeholders, so room is made for them as for any task that becomes a job. The others count only beside such jobs.
/// </summary>
internal sealed class ExtraJobs
{
    private readonly List<ExtraJob> _jobs = [];

    /// <summary>Whether there is one that room must be made for.</summary>
    public bool HaveWaited => _jobs.Exists(static job => job.HasWaited);

    /// <summary>What their scripts hold themselves.</summary>
    public IEnumerable<Seat> Launchers => _jobs.Select(static job => job.Launcher).OfType<Seat>();

    /// <summary>Adds one that waits or runs.</summary>
    public void Add(ExtraJob job) => _jobs.Add(job);

    /// <summary>One has ended.</summary>
    public void Remove(ExtraJob job) => _jobs.Remove(job);

    /// <summary>Adds what they need; of those that do not fit on the nodes that are up, nothing.</summary>
    public void AddTo(Need need, CoreBook book)
    {
        if (!need.IsNone || HaveWaited)
        {
            foreach (ExtraJob job in _jobs.Where(job => book.Resources?.SlotsFor(job.Demand.Shape) > 0))
            {
                need.Add(job.Demand, 1);
            }
        }
    }
}

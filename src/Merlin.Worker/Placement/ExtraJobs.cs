namespace Merlin.Worker.Placement;

/// <summary>
/// Flux jobs in the worker's instance that have had to wait and for which no task's seat has room: scripts launch more than
/// their steps state, or without <c>$(LAUNCHER)</c>, and others submit jobs, too. Room is made for them as for any task that
/// becomes a job, else they might wait for ever behind placeholders.
/// </summary>
internal sealed class ExtraJobs
{
    private readonly List<ExtraJob> _jobs = [];

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _jobs.Count == 0;

    /// <summary>Adds one that waits.</summary>
    public void Add(ExtraJob job) => _jobs.Add(job);

    /// <summary>One has ended.</summary>
    public void Remove(ExtraJob job) => _jobs.Remove(job);

    /// <summary>Adds what they need; of those that do not fit on the nodes that are up, nothing.</summary>
    public void AddTo(Need need, CoreBook book)
    {
        foreach (ExtraJob job in _jobs.Where(job => book.Resources?.SlotsFor(job.Demand.Shape) > 0))
        {
            need.Add(job.Demand, 1);
        }
    }
}

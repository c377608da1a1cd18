namespace Merlin.Broker.Scheduling;

/// <summary>How many tasks of one array stand where; all but <paramref name="Running"/> add up to the array's count.</summary>
/// <param name="Waiting">For a dependency, or for a retry's time.</param>
/// <param name="Ready">May be leased.</param>
/// <param name="Leased">In consumers' hands, running or not.</param>
/// <param name="Running">Those among the leased ones that run, as far as heartbeats have told.</param>
/// <param name="Succeeded">Ended well.</param>
/// <param name="Failed">Ended badly; their dependents go on.</param>
/// <param name="Raised">Ended with a raise or a hard failure.</param>
/// <param name="NotRun">Will never run, because a predecessor raised or never ran.</param>
/// <param name="Cancelled">Taken back, or ended by a request to stop the workers.</param>
public readonly record struct ArrayCounts(
    long Waiting,
    long Ready,
    long Leased,
    long Running,
    long Succeeded,
    long Failed,
    long Raised,
    long NotRun,
    long Cancelled)
{
    /// <summary>How many tasks have ended, well or badly.</summary>
    public long Ended => Succeeded + Failed + Raised + NotRun + Cancelled;
}

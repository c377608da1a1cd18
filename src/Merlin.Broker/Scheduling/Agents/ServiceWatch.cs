namespace Merlin.Broker.Scheduling;

/// <summary>
/// Knows when an agent's consumers may serve less than they did, or something has come that they do not serve: only then
/// is it looked through what the agent has.
/// </summary>
internal sealed class ServiceWatch(Scheduler scheduler)
{
    // Their time runs out without a word.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private Instant _next = new(long.MinValue);
    private long _changes;
    private bool _hasCome;

    /// <summary>Notes that tasks have come, from above, or back from a consumer or one that is gone.</summary>
    public void TasksHaveCome() => _hasCome = true;

    /// <summary>Whether to look now.</summary>
    public bool IsDue(Instant now)
    {
        if (!_hasCome && now < _next && _changes == scheduler.CapacityChanges)
        {
            return false;
        }

        _hasCome = false;
        _next = now + Patience;
        _changes = scheduler.CapacityChanges;
        return true;
    }
}

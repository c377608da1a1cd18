namespace Merlin.Cli.Allocations.Scaling;

/// <summary>The allocations that this command has asked for and that are not over.</summary>
/// <param name="allocator">The batch system.</param>
/// <param name="clock">The time.</param>
internal sealed class OwnAllocations(IAllocator allocator, TimeProvider clock)
{
    // Workers that cannot start end their allocation at once; whoever asks again and again then burns the user's bank.
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(60);
    private readonly List<Entry> _entries = [];

    /// <summary>How many wait for nodes, as last seen.</summary>
    public int Waiting => _entries.Count(static entry => entry.Started is null);

    /// <summary>How many have their nodes, as last seen.</summary>
    public int Running => _entries.Count - Waiting;

    /// <summary>
    /// Whether one has begun after a failure and has run for so long that allocations can be said to work again. An older one
    /// says nothing of it.
    /// </summary>
    /// <param name="failure">When the failure came.</param>
    public bool HasProvenOneSince(DateTimeOffset failure) => _entries.Any(
        entry => entry.Started > failure && clock.GetUtcNow() - entry.Started >= ShortLife);

    /// <summary>Takes one more on.</summary>
    public void Add(AllocationId id) => _entries.Add(new Entry(id, clock.GetUtcNow()));

    /// <summary>Asks the batch system how they stand, and forgets those that are over.</summary>
    /// <param name="stop">Stops waiting for the answer.</param>
    /// <returns>How those have ended that did not do what they were asked for.</returns>
    /// <exception cref="AllocationRefusedException">The batch system does not answer.</exception>
    public async Task<AllocationEnds> RefreshAsync(CancellationToken stop)
    {
        Entry[] asked = [.. _entries];
        IReadOnlyList<AllocationStanding> standings = await allocator.StatesAsync([.. asked.Select(static entry => entry.Id)], stop);
        List<AllocationId> shortLived = [];
        List<AllocationId> withdrawn = [];
        DateTimeOffset now = clock.GetUtcNow();
        foreach ((Entry entry, AllocationStanding standing) in asked.Zip(standings))
        {
            entry.Note(standing.State, now);
            if (standing.State is AllocationState.Ended or AllocationState.Withdrawn)
            {
                _entries.Remove(entry);
            }

            if (standing.State == AllocationState.Withdrawn)
            {
                withdrawn.Add(entry.Id);
            }
            else if (standing.State == AllocationState.Ended && (standing.Life ?? entry.LongestLife(now)) < ShortLife)
            {
                shortLived.Add(entry.Id);
            }
        }

        return new AllocationEnds(shortLived, withdrawn);
    }

    private sealed class Entry(AllocationId id, DateTimeOffset submitted)
    {
        private DateTimeOffset _lastWaiting = submitted;

        public AllocationId Id { get; } = id;

        public DateTimeOffset? Started { get; private set; }

        public void Note(AllocationState state, DateTimeOffset now)
        {
            if (state == AllocationState.Waiting)
            {
                _lastWaiting = now;
            }
            else if (state == AllocationState.Running)
            {
                Started ??= now;
            }
        }

        // Looks are rare, so between two of them one may have begun and ended after a long life.
        public TimeSpan LongestLife(DateTimeOffset now) => now - _lastWaiting;
    }
}

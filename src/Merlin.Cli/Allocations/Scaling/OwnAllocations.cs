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
    public void Add(AllocationId id) => _entries.Add(new Entry(id));

    /// <summary>Asks the batch system how they stand, and forgets those that are over.</summary>
    /// <param name="stop">Stops waiting for the answer.</param>
    /// <returns>Those among the ended ones that were over as soon as they had begun.</returns>
    /// <exception cref="AllocationRefusedException">The batch system does not answer.</exception>
    public async Task<IReadOnlyList<AllocationId>> RefreshAsync(CancellationToken stop)
    {
        Entry[] asked = [.. _entries];
        IReadOnlyList<AllocationState> states = await allocator.StatesAsync([.. asked.Select(static entry => entry.Id)], stop);
        List<AllocationId> shortLived = [];
        DateTimeOffset now = clock.GetUtcNow();
        foreach ((Entry entry, AllocationState state) in asked.Zip(states))
        {
            if (state == AllocationState.Running)
            {
                entry.Started ??= now;
            }
            else if (state == AllocationState.Ended)
            {
                _entries.Remove(entry);
                if (entry.Started is not { } started || now - started < ShortLife)
                {
                    shortLived.Add(entry.Id);
                }
            }
        }

        return shortLived;
    }

    private sealed class Entry(AllocationId id)
    {
        public AllocationId Id { get; } = id;

        public DateTimeOffset? Started { get; set; }
    }
}

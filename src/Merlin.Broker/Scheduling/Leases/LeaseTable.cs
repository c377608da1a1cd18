using Merlin.Broker.Changes;

namespace Merlin.Broker.Scheduling;

/// <summary>The leases that are not closed, and the ways in which tasks leave them.</summary>
internal sealed class LeaseTable(Effects effects, TaskFlow flow)
{
    private readonly Dictionary<LeaseId, Lease> _leases = [];

    public Dictionary<LeaseId, Lease>.ValueCollection All => _leases.Values;

    /// <summary>The number of the next lease.</summary>
    public long Next { get; set; } = 1;

    public Lease? Find(LeaseId id) => _leases.GetValueOrDefault(id);

    /// <summary>Opens an empty lease.</summary>
    public Lease Open(LeaseId id, Consumer holder, TaskArray[] chain)
    {
        var lease = new Lease(id, holder, chain);
        _leases.Add(id, lease);
        holder.Leases.Add(lease);
        lease.Chain[0].Study.Leases.Add(lease);
        return lease;
    }

    /// <summary>
    /// Takes indices out of a lease that have not ended, from one array of its chain on, and gives them back to the
    /// pool. Shadows among them are gone.
    /// </summary>
    public void GiveBack(Lease lease, int fromPlace, IReadOnlyList<IndexRange> ranges)
    {
        bool changed = false;
        var left = new RangeSet[lease.Chain.Length];
        for (int place = fromPlace; place < lease.Chain.Length; place++)
        {
            left[place] = lease.Held(place).Intersect(ranges);
            lease.Held(place).RemoveAll(left[place].Runs);
            changed |= !left[place].IsEmpty | ClearShadows(lease, place, ranges);
        }

        if (!changed)
        {
            return;
        }

        effects.Store(new LeaseReduced(lease.Id, lease.Chain[fromPlace].Id, [.. ranges]));

        // Back to front, so that none becomes ready on account of an earlier one that is on its way back too.
        for (int place = lease.Chain.Length - 1; place >= fromPlace; place--)
        {
            if (!left[place].IsEmpty)
            {
                flow.Release(lease.Chain[place], left[place].ToArray());
            }
        }
    }

    /// <summary>Ends held tasks of one array; of tasks that break their chain, the rest of the chain waits again.</summary>
    public void End(Lease lease, int place, RangeSet tasks, TaskState state)
    {
        IndexRange[] ranges = tasks.ToArray();
        lease.Held(place).RemoveAll(ranges);
        if (state == TaskState.Raised)
        {
            for (int later = place + 1; later < lease.Chain.Length; later++)
            {
                RangeSet broken = lease.Held(later).Intersect(ranges);
                lease.Held(later).RemoveAll(broken.Runs);
                lease.Chain[later].States.Move(broken.ToArray(), TaskState.Leased, TaskState.Waiting);
            }
        }

        flow.End(lease.Chain[place], ranges, TaskState.Leased, state);
    }

    /// <summary>Marks held tasks as ended through another copy.</summary>
    public void Shadow(Lease lease, int place, RangeSet tasks)
    {
        TaskArray array = lease.Chain[place];
        lease.Held(place).RemoveAll(tasks.Runs);
        lease.Shadowed(place).AddAll(tasks.Runs);
        array.OpenShadows.AddAll(tasks.Runs);
        effects.Store(new LeaseShadowed(lease.Id, array.Id, tasks.ToArray()));
    }

    /// <summary>Notes that the holder will not start any of these indices any more, running ones aside.</summary>
    public static void SettleShadows(Lease lease, IReadOnlyList<IndexRange> ranges)
    {
        for (int place = 0; place < lease.Chain.Length; place++)
        {
            if (!lease.Shadowed(place).IsEmpty)
            {
                lease.Chain[place].OpenShadows.RemoveAll(lease.Shadowed(place).Intersect(ranges).Runs);
            }
        }
    }

    /// <summary>Notes that the holder has nothing to do with shadowed tasks any more.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool ClearShadows(Lease lease, int place, IReadOnlyList<IndexRange> ranges)
    {
        RangeSet shadows = lease.Shadowed(place);
        if (shadows.IsEmpty)
        {
            return false;
        }

        RangeSet gone = shadows.Intersect(ranges);
        lease.Chain[place].OpenShadows.RemoveAll(gone.Runs);
        shadows.RemoveAll(gone.Runs);
        return !gone.IsEmpty;
    }

    /// <summary>Closes a lease that holds nothing any more.</summary>
    public void CloseIfEmpty(Lease lease)
    {
        if (lease.IsEmpty && _leases.ContainsKey(lease.Id))
        {
            Close(lease);
        }
    }

    /// <summary>Closes a lease; what is left in it goes back to the pool.</summary>
    public void Close(Lease lease)
    {
        _leases.Remove(lease.Id);
        lease.Holder.Leases.Remove(lease);
        lease.Chain[0].Study.Leases.Remove(lease);
        if (lease.IsAlone)
        {
            lease.Holder.Group?.Offer(lease.Holder);
        }

        lease.Recalls.ForEach(recall => recall.IsOver = true);
        lease.Recalls.Clear();
        effects.Store(new LeaseClosed(lease.Id));
        for (int place = lease.Chain.Length - 1; place >= 0; place--)
        {
            IndexRange[] left = lease.Held(place).ToArray();
            lease.Held(place).Clear();
            ClearShadows(lease, place, lease.Shadowed(place).ToArray());
            if (left.Length > 0)
            {
                flow.Release(lease.Chain[place], left);
            }
        }
    }
}

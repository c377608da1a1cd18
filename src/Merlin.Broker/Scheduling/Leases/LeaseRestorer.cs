using Merlin.Broker.Changes;
namespace Merlin.Broker.Scheduling;

/// <summary>Puts leases back that a store remembers.</summary>
internal sealed class LeaseRestorer(
    ConsumerTable consumers, Sessions sessions, StudyTable studies, LeaseTable leases, TaskFlow flow)
{
    /// <summary>Restores leases; their holders are lost unless they attach before <paramref name="deadline"/>.</summary>
    public void Restore(SchedulerSnapshot past, Instant deadline)
    {
        Dictionary<ConsumerId, ConsumerSnapshot> bound = past.Consumers.ToDictionary(consumer => consumer.Consumer);
        foreach (LeaseSnapshot snapshot in past.Leases.OrderBy(lease => lease.Lease.Value))
        {
            TaskArray?[] chain = [.. snapshot.Chain.Select(studies.Find)];
            if (!chain.Contains(null))
            {
                Consumer holder = consumers.Find(snapshot.Holder)
                    ?? sessions.Begin(Holder(snapshot.Holder, chain[0]!.Study, bound), deadline);
                Restore(leases.Open(snapshot.Lease, holder, chain!), snapshot);
            }
        }
    }

    // A store from before keys were kept knows no key; whoever runs the study may claim the identity then.
    private static Consumer Holder(ConsumerId id, Study study, Dictionary<ConsumerId, ConsumerSnapshot> bound)
    {
        if (bound.GetValueOrDefault(id) is not { Key.Length: > 0 } known)
        {
            return new Consumer(id, study.Owner);
        }

        var holder = new Consumer(id, known.Owner);
        holder.Bind(new ConsumerBound(id, known.Name, known.Key, known.Owner) { Host = known.Host, Job = known.Job });
        return holder;
    }

    private void Restore(Lease lease, LeaseSnapshot snapshot)
    {
        lease.Chain[0].Study.Begun = true;
        for (int place = 0; place < lease.Chain.Length; place++)
        {
            TaskArray array = lease.Chain[place];
            var open = new List<IndexRange>();
            foreach (IndexRange range in new RangeSet(snapshot.Held[place]).Runs)
            {
                array.States[TaskState.Waiting].CopyTo(range, open);
            }

            flow.Lease(array, open, TaskState.Waiting);
            lease.Held(place).AddAll(open);
            lease.Shadowed(place).AddAll(snapshot.Shadowed[place]);
            array.OpenShadows.AddAll(snapshot.Shadowed[place]);
        }

        lease.IsAlone = lease.Chain.Length == 1 && lease.Held(0).Count == 1
            && lease.Chain[0].Lossy.IsIsolated(lease.Held(0).Runs[0].Start);
        leases.CloseIfEmpty(lease);
    }
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>Puts ready tasks into a consumer's hands, with as much of the chain behind them as it can run.</summary>
internal sealed class LeaseMaker(
    Effects effects, LeaseTable leases, TaskFlow flow, ReadyQueue ready, LeaseSizing sizing)
{
    /// <summary>Grants one lease on an array that has ready tasks, for one credit.</summary>
    public void Grant(Consumer consumer, TaskArray array)
    {
        var picked = new List<IndexRange>();
        IndexSet source = array.Tried.Due.IsEmpty ? array.States[TaskState.Ready] : array.Tried.Due;
        source.First(sizing.Size(array, consumer), picked);
        IndexRange[] ranges = [.. picked];
        TaskArray[] chain = ChainFrom(array, consumer, ranges);
        AttemptState[] attempts = array.Tried.StatesAmong(ranges);

        Lease lease = leases.Open(new LeaseId(leases.Next++), consumer, chain);
        for (int place = 0; place < chain.Length; place++)
        {
            flow.Lease(chain[place], ranges, place == 0 ? TaskState.Ready : TaskState.Waiting);
            lease.Held(place).AddAll(ranges);
        }

        ready.Begin(array.Study);
        ArrayId[] ids = [.. chain.Select(link => link.Id)];
        effects.Store(new LeaseOpened(lease.Id, consumer.Id, ids, ranges));
        effects.Send(consumer.Peer, new LeaseGrant(lease.Id, ids, ranges, attempts)
        {
            Queues = [.. chain.Select(link => link.Spec.Queue)],
            PlanRevision = array.Study.PlanRevision,
        });
    }

    private static TaskArray[] ChainFrom(TaskArray first, Consumer consumer, IndexRange[] ranges)
    {
        List<TaskArray> chain = [first];
        while (chain[^1].After.Find(next => CanFollow(next, consumer, ranges)) is { } link)
        {
            chain.Add(link);
        }

        return [.. chain];
    }

    // A task that must not be in the lease (it has ended, or waits for a retry) leaves its whole array to others.
    private static bool CanFollow(TaskArray next, Consumer consumer, IndexRange[] ranges)
    {
        if (next.Before.Count != 1 || next.BarriersLeft > 0 || next.Urgency == 0 || !consumer.Serves(next.Spec.Queue))
        {
            return false;
        }

        IndexSet waiting = next.States[TaskState.Waiting];
        foreach (IndexRange range in ranges)
        {
            if (waiting.CountIn(range) != range.Count)
            {
                return false;
            }
        }

        return next.Tried.IsEmpty || next.Tried.StatesAmong(ranges).Length == 0;
    }
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>Puts ready tasks into a consumer's hands, with as much of the chain behind them as it can run.</summary>
internal sealed class LeaseMaker(
    Effects effects, LeaseTable leases, TaskFlow flow, ReadyQueue ready)
{
    /// <summary>Grants one lease on an array that has ready tasks which may run beside others.</summary>
    public void Grant(Consumer consumer, TaskArray array, long size, Instant now)
    {
        int slots = consumer.SlotsFor(array);
        IndexRange[] ranges = ReadyTasks.Pick(array, size, slots);
        TaskArray[] chain = ChainFrom(array, consumer, ranges, now);
        int least = consumer.SlotsFor(chain);
        Open(consumer, chain, least < slots ? Part(ranges, (double)least / slots) : ranges, alone: false);
    }

    /// <summary>Grants a lease on one ready task that is to run with nothing beside it.</summary>
    public void GrantAlone(Consumer consumer, TaskArray array, long index) =>
        Open(consumer, [array], [IndexRange.Of(index)], alone: true);

    private void Open(Consumer consumer, TaskArray[] chain, IndexRange[] ranges, bool alone)
    {
        AttemptState[] attempts = chain[0].Tried.StatesAmong(ranges);
        Lease lease = leases.Open(new LeaseId(leases.Next++), consumer, chain);
        lease.IsAlone = alone;
        for (int place = 0; place < chain.Length; place++)
        {
            flow.Lease(chain[place], ranges, place == 0 ? TaskState.Ready : TaskState.Waiting);
            lease.Held(place).AddAll(ranges);
        }

        ready.Begin(chain[0].Study);
        ArrayId[] ids = [.. chain.Select(link => link.Id)];
        effects.Store(new LeaseOpened(lease.Id, consumer.Id, ids, ranges));
        effects.Send(consumer.Peer, new LeaseGrant(lease.Id, ids, ranges, attempts)
        {
            Queues = [.. chain.Select(link => link.Spec.Queue)],
            Shapes = ShapesOf(chain),
            Walltimes = WalltimesOf(chain),
            Alone = alone,
            PlanRevision = chain[0].Study.PlanRevision,
        });
    }

    // The tasks of a chain are counted by what the largest of them leaves room for.
    private static IndexRange[] Part(IndexRange[] ranges, double share)
    {
        var tasks = new RangeSet(ranges);
        return tasks.First(Math.Max(1, (long)(tasks.Count * share))).ToArray();
    }

    private static ResourceShape[] ShapesOf(TaskArray[] chain) =>
        Array.TrueForAll(chain, link => link.Spec.Shape == ResourceShape.OneCore)
            ? []
            : Array.ConvertAll(chain, link => link.Spec.Shape);

    private static TimeSpan?[] WalltimesOf(TaskArray[] chain) =>
        Array.TrueForAll(chain, link => link.Spec.Walltime is null) ? [] : Array.ConvertAll(chain, link => link.Spec.Walltime);

    private static TaskArray[] ChainFrom(TaskArray first, Consumer consumer, IndexRange[] ranges, Instant now)
    {
        List<TaskArray> chain = [first];
        long count = ranges.Sum(range => range.Count);
        while (!first.Lossy.Touches(ranges) && chain[^1].After.Find(next => CanFollow(next, consumer, ranges)) is { } link)
        {
            if (!TimeFit.Fits(consumer, [.. chain, link], count, now))
            {
                break;
            }

            chain.Add(link);
        }

        return [.. chain];
    }

    // A task that must not be in the lease (it has ended, waits for a retry, or has lost a worker) leaves its whole array to others.
    private static bool CanFollow(TaskArray next, Consumer consumer, IndexRange[] ranges)
    {
        if (next.Before.Count != 1 || next.BarriersLeft > 0 || next.Urgency == 0 || !consumer.WouldRun(next))
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

        return !next.Lossy.Touches(ranges) && (next.Tried.IsEmpty || next.Tried.StatesAmong(ranges).Length == 0);
    }
}

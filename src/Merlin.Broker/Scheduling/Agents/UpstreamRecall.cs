using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>A recall from above that an agent has not answered.</summary>
/// <param name="message">What was asked.</param>
/// <param name="lease">The lease.</param>
internal sealed class UpstreamRecall(LeaseRecall message, UpstreamLease? lease)
{
    private readonly Dictionary<LeaseId, Recall>[] _asked =
        [.. (lease?.Chain ?? []).Select(_ => new Dictionary<LeaseId, Recall>())];

    public long Number { get; } = message.Recall;

    public LeaseId Lease { get; } = message.Lease;

    /// <summary>
    /// Takes what no consumer has, asks for what consumers have, and says what can be given back by now.
    /// </summary>
    /// <returns>Whether every consumer has answered.</returns>
    public bool Work(BorrowedWork work, List<LeaseRelease> releases)
    {
        bool done = true;
        for (int place = 0; place < _asked.Length; place++)
        {
            RangeSet wanted = lease!.Open(place).Intersect(message.Ranges);
            ArrayId array = lease.Chain[place];
            RangeSet free = work.Withdraw(array, wanted.Runs);
            if (!free.IsEmpty)
            {
                GiveBack(work, place, free, releases);
                wanted.RemoveAll(free.Runs);
            }

            work.Recall(array, wanted, message.Kill, _asked[place]);
            done &= _asked[place].Values.All(recall => recall.IsOver);
        }

        return done;
    }

    private void GiveBack(BorrowedWork work, int fromPlace, RangeSet tasks, List<LeaseRelease> releases)
    {
        IndexRange[] ranges = tasks.ToArray();
        lease!.Leave(fromPlace, ranges);
        for (int place = fromPlace + 1; place < lease.Chain.Count; place++)
        {
            work.Drop(lease.Chain[place], ranges);
        }

        releases.Add(new LeaseRelease(lease.Id, lease.Chain[fromPlace], ranges, null));
    }
}

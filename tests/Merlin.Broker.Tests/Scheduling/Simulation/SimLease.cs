using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>A lease as its holder sees it.</summary>
internal sealed class SimLease
{
    public SimLease(LeaseGrant grant)
    {
        Grant = grant;
        Unstarted = [.. grant.Chain.Select(_ => new SortedSet<long>())];
        foreach (IndexRange range in grant.Ranges)
        {
            for (long index = range.Start; index < range.End; index++)
            {
                foreach (SortedSet<long> place in Unstarted)
                {
                    place.Add(index);
                }
            }
        }
    }

    public LeaseGrant Grant { get; }

    /// <summary>Whether the broker has said that some of it is lost.</summary>
    public bool IsLost { get; set; }

    public SortedSet<long>[] Unstarted { get; }

    /// <summary>Per place, the tasks that run or whose report is not acknowledged.</summary>
    public HashSet<long>[] InHand => _inHand ??= [.. Grant.Chain.Select(_ => new HashSet<long>())];

    public HashSet<long>[] Running => _running ??= [.. Grant.Chain.Select(_ => new HashSet<long>())];

    public bool CreditReturned { get; set; }

    private HashSet<long>[]? _inHand;
    private HashSet<long>[]? _running;

    public IEnumerable<(int Place, long Index)> Startable()
    {
        for (int place = Unstarted.Length - 1; place >= 0; place--)
        {
            foreach (long index in Unstarted[place])
            {
                if (place == 0 || (!Unstarted[place - 1].Contains(index) && !Running[place - 1].Contains(index)))
                {
                    yield return (place, index);
                }
            }
        }
    }

    /// <summary>What is declared when the worker attaches again.</summary>
    public IEnumerable<HeldLease> Held()
    {
        for (int place = 0; place < Unstarted.Length; place++)
        {
            IndexRange[] ranges = [.. Unstarted[place].Concat(InHand[place]).Select(IndexRange.Of)];
            if (ranges.Length > 0)
            {
                yield return new HeldLease(Grant.Lease, Grant.Chain[place], ranges);
            }
        }
    }

    public void Drop(int fromPlace, long index)
    {
        for (int place = fromPlace; place < Unstarted.Length; place++)
        {
            Unstarted[place].Remove(index);
        }
    }

    public AttemptState AttemptOf(int place, long index) =>
        place == 0 ? Grant.Attempts.FirstOrDefault(attempt => attempt.Index == index) : default;
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>A store as simple as can be: it applies changes, complains about impossible ones, and gives snapshots.</summary>
internal sealed class ModelStore
{
    private readonly Dictionary<LeaseId, ModelLease> _leases = [];
    private readonly Dictionary<ConsumerId, ConsumerSnapshot> _consumers = [];
    private long _nextLease = 1;

    public SortedDictionary<long, ModelStudy> Studies { get; } = [];

    public void Apply(IReadOnlyList<BrokerChange> changes)
    {
        foreach (BrokerChange change in changes)
        {
            Apply(change);
        }
    }

    public ModelArray Array(ArrayId id) => Studies[id.Study.Value].Arrays[id.Ordinal];

    /// <summary>How often each open task of an array is held, by the leases.</summary>
    public int[] Holders(ArrayId id)
    {
        var holders = new int[Array(id).Ended.Length];
        foreach (ModelLease lease in _leases.Values)
        {
            int place = lease.Chain.IndexOf(id);
            for (int i = 0; place >= 0 && i < holders.Length; i++)
            {
                holders[i] += lease.Held[place].Contains(i) && Array(id).Ended[i] is null ? 1 : 0;
            }
        }

        return holders;
    }

    /// <summary>In whose lease an open task is.</summary>
    public ConsumerId? HolderOf(ArrayId id, long index)
    {
        foreach (ModelLease lease in _leases.Values)
        {
            int place = lease.Chain.IndexOf(id);
            if (place >= 0 && lease.Held[place].Contains(index))
            {
                return lease.Holder;
            }
        }

        return null;
    }

    public SchedulerSnapshot Snapshot() => new(
        Studies.Count + 1,
        _nextLease,
        [.. Studies.Values.Where(study => study.End == StudyEnd.None).Select(study => study.Snapshot())],
        [.. _leases.Values.Select(lease => lease.Snapshot())])
    {
        Consumers = [.. _leases.Values.Select(lease => lease.Holder).Distinct().Select(holder => _consumers[holder])],
    };

    private void Apply(BrokerChange change)
    {
        switch (change)
        {
            case StudyAdded added:
                Studies.Add(added.Study.Value, new ModelStudy(added.Study, added.Submission));
                break;
            case StudyStopping stopping:
                Studies[stopping.Study.Value].Stopping = stopping.Reason;
                break;
            case StudyClosed closed:
                ModelStudy study = Studies[closed.Study.Value];
                Assert.All(study.Arrays, array => Assert.DoesNotContain(null, array.Ended));
                Assert.DoesNotContain(_leases.Values, lease => lease.Chain[0].Study == closed.Study);
                study.End = closed.End;
                break;
            case StudyExtended extended:
                Studies[extended.Study.Value].Extend(extended);
                break;
            case StudyHeldSet held:
                Studies[held.Study.Value].Held = held.Held;
                break;
            case StudySharedSet shared:
                Assert.True(shared.Shared
                    ? Studies[shared.Study.Value].SharedWith.Add(shared.User)
                    : Studies[shared.Study.Value].SharedWith.Remove(shared.User));
                break;
            case ConsumerBound bound:
                _consumers[bound.Consumer] = new ConsumerSnapshot(bound.Consumer, bound.Name, bound.Key, bound.Owner);
                break;
            case ArrayUrgencySet urgency:
                Array(urgency.Array).Urgency = urgency.Urgency;
                break;
            case AttemptScheduled scheduled:
                Array(scheduled.Array).Attempts[scheduled.Attempt.Index] = new ScheduledAttempt(scheduled.Attempt, scheduled.NotBefore);
                break;
            case TaskLossesSet set:
                TaskLosses before = Array(set.Array).Losses.GetValueOrDefault(set.Losses.Index);
                Assert.True(set.Losses.Any == before.Any + 1 && set.Losses.Alone - before.Alone is 0 or 1, $"{before} became {set}");
                Array(set.Array).Losses[set.Losses.Index] = set.Losses;
                break;
            case TasksEnded ended:
                foreach (TaskRecord task in ended.Tasks)
                {
                    Array(ended.Array).End(task.Index, task.Outcome);
                }

                break;
            case RangesEnded ended:
                foreach (long index in Indices(ended.Ranges))
                {
                    Array(ended.Array).End(index, ended.Outcome);
                }

                break;
            default:
                ApplyToLease(change);
                break;
        }
    }

    private void ApplyToLease(BrokerChange change)
    {
        switch (change)
        {
            case LeaseOpened opened:
                Open(opened);
                break;
            case LeaseClosed closed:
                Assert.True(_leases.Remove(closed.Lease), $"{closed.Lease} was closed and is not open");
                break;
            case LeaseReduced reduced:
                ModelLease lease = _leases[reduced.Lease];
                for (int place = lease.Chain.IndexOf(reduced.Array); place < lease.Chain.Count; place++)
                {
                    lease.Held[place].ExceptWith(Indices(reduced.Ranges));
                    lease.Shadowed[place].ExceptWith(Indices(reduced.Ranges));
                }

                break;
            case LeaseShadowed shadowed:
                ModelLease shaded = _leases[shadowed.Lease];
                shaded.Shadowed[shaded.Chain.IndexOf(shadowed.Array)].UnionWith(Indices(shadowed.Ranges));
                break;
            default:
                Assert.Fail($"unknown change {change}");
                break;
        }
    }

    private void Open(LeaseOpened opened)
    {
        Assert.True(opened.Lease.Value >= _nextLease, $"{opened.Lease} was used before");
        _nextLease = opened.Lease.Value + 1;
        var lease = new ModelLease(opened.Lease, opened.Consumer, [.. opened.Chain]);
        foreach ((ArrayId id, int place) in lease.Chain.Select((id, place) => (id, place)))
        {
            int[] holders = Holders(id);
            foreach (long index in Indices(opened.Ranges))
            {
                Assert.True(Array(id).Ended[index] is null, $"{id} task {index} is leased and has ended");
                Assert.True(holders[index] == 0, $"{id} task {index} is leased twice");
                lease.Held[place].Add(index);
            }
        }

        _leases.Add(opened.Lease, lease);
    }

    private static IEnumerable<long> Indices(IReadOnlyList<IndexRange> ranges)
    {
        foreach (IndexRange range in ranges)
        {
            for (long index = range.Start; index < range.End; index++)
            {
                yield return index;
            }
        }
    }
}

using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// The tasks of an agent's scheduler: only those present that a lease from above has brought, and gone when they have
/// ended or were given back.
/// </summary>
internal sealed class BorrowedWork(string owner, StudyTable studies, LeaseTable leases, TaskFlow flow, Recalls recalls)
{
    // A bound against nonsense in reports; no study has as many steps.
    private const int MostArrays = 1_000_000;

    // Of so many studies what was learned is kept though nothing of them is here; a campaign may have any number.
    private const int IdleStudies = 64;

    private static readonly ArraySpec Unknown =
        new("", "", long.MaxValue, Urgency: 16, int.MaxValue, TimeSpan.Zero, []);

    /// <summary>How many tasks wait to be leased on.</summary>
    public long Ready => Count(TaskState.Ready);

    /// <summary>How many tasks consumers hold.</summary>
    public long Leased => Count(TaskState.Leased);

    /// <summary>Whether consumers hold anything.</summary>
    public bool IsLeased => leases.All.Count > 0;

    /// <summary>Takes the tasks of a lease from above in.</summary>
    public void Adopt(LeaseGrant grant)
    {
        for (int place = 0; place < grant.Chain.Count; place++)
        {
            if (Ensure(grant.Chain[place], SpecOf(grant, place)) is not { } array)
            {
                return;
            }

            if (place > 0)
            {
                Follow(studies.Find(grant.Chain[place - 1])!, array);
            }

            flow.Drop(array, grant.Ranges);
            foreach (IndexRange range in grant.Ranges)
            {
                array.States[TaskState.Waiting].Add(range);
            }
        }

        TaskArray first = studies.Find(grant.Chain[0])!;
        first.Study.PlanRevision = Math.Max(first.Study.PlanRevision, grant.PlanRevision);
        foreach (AttemptState attempt in grant.Attempts)
        {
            first.Tried.Set(new ScheduledAttempt(attempt, default), delayed: false);
        }

        if (grant.Alone)
        {
            grant.Ranges.ToList().ForEach(first.Lossy.Isolate);
        }

        // The root knows best: a copy of what came before them may still be here after it has ended elsewhere.
        flow.Offer(first, grant.Ranges);
    }

    /// <summary>Puts tasks back that went with a copy of what came before them, though the root still wants them run.</summary>
    public void Renew(ArrayId id, IReadOnlyList<IndexRange> ranges)
    {
        if (studies.Find(id) is { } array)
        {
            foreach (IndexRange range in ranges)
            {
                array.States[TaskState.Waiting].Add(range);
            }

            flow.Offer(array, ranges);
        }
    }

    /// <summary>Makes sure that an array is known of which a consumer speaks.</summary>
    /// <param name="id">The array.</param>
    /// <param name="spec">What a lease from above tells of it; null when only its number is known.</param>
    public TaskArray? Ensure(ArrayId id, ArraySpec? spec = null)
    {
        if (id.Ordinal is < 0 or >= MostArrays)
        {
            return null;
        }

        Study? study = studies.Find(id.Study);
        if (study is null)
        {
            study = new Study(id.Study, owner) { Lasting = true, Begun = true };
            studies.Add(study);
        }

        while (study.Arrays.Count <= id.Ordinal)
        {
            study.Arrays.Add(Empty(study, study.Arrays.Count, Unknown));
        }

        // Until a lease brings one of its tasks, an array is only a name.
        if (spec is not null && ReferenceEquals(study.Arrays[id.Ordinal].Spec, Unknown))
        {
            study.Arrays[id.Ordinal] = Empty(study, id.Ordinal, spec);
        }

        return study.Arrays[id.Ordinal];
    }

    /// <summary>Takes tasks out that have ended here or are no business of the agent's any more.</summary>
    public void Drop(ArrayId id, IReadOnlyList<IndexRange> ranges)
    {
        if (studies.Find(id) is { } array)
        {
            flow.Drop(array, ranges);
        }
    }

    /// <summary>Takes those among some tasks out that no consumer has.</summary>
    /// <returns>What was taken out.</returns>
    public RangeSet Withdraw(ArrayId id, IReadOnlyList<IndexRange> ranges)
    {
        var there = new List<IndexRange>();
        if (studies.Find(id) is { } array)
        {
            for (int i = 0; i < ranges.Count; i++)
            {
                array.States[TaskState.Waiting].CopyTo(ranges[i], there);
            }

            for (int i = 0; i < ranges.Count; i++)
            {
                array.States[TaskState.Ready].CopyTo(ranges[i], there);
            }

            flow.Drop(array, there);
        }

        return new RangeSet(there);
    }

    /// <summary>Takes tasks out that have ended well enough here for those behind them to start.</summary>
    public void End(ArrayId id, IReadOnlyList<IndexRange> ranges)
    {
        if (studies.Find(id) is { } array)
        {
            flow.Drop(array, ranges);
            array.After.ForEach(after => flow.MakeReady(after, ranges));
        }
    }

    /// <summary>
    /// Asks every consumer that has one of some tasks, and has not been asked, to give it back.
    /// </summary>
    /// <param name="id">The array.</param>
    /// <param name="ranges">The tasks.</param>
    /// <param name="kill">Whether running tasks are to be killed.</param>
    /// <param name="asked">The recalls by lease; new ones are added.</param>
    public void Recall(ArrayId id, RangeSet ranges, bool kill, Dictionary<LeaseId, Recall> asked)
    {
        if (studies.Find(id) is not { } array)
        {
            return;
        }

        foreach (Lease lease in array.Study.Leases)
        {
            int place = lease.PlaceOf(array);
            if (place >= 0 && !asked.ContainsKey(lease.Id) && lease.Held(place).Overlaps(ranges))
            {
                asked.Add(lease.Id, recalls.Ask(lease, ranges, kill));
            }
        }
    }

    /// <summary>Gives up tasks that the root has taken away: consumers that have them are asked not to start them.</summary>
    public void Lose(ArrayId id, RangeSet ranges)
    {
        if (studies.Find(id) is not { } array)
        {
            return;
        }

        foreach (Lease lease in array.Study.Leases)
        {
            int place = lease.PlaceOf(array);
            RangeSet lost = place < 0 ? new RangeSet() : lease.Held(place).Intersect(ranges.Runs);
            if (!lost.IsEmpty)
            {
                leases.Shadow(lease, place, lost);
                recalls.Ask(lease, lost, kill: false);
            }
        }

        flow.Drop(array, ranges.Runs);
    }

    /// <summary>Forgets studies of which nothing is here, when there are too many.</summary>
    /// <param name="isBorrowed">Whether a lease from above has tasks of a study.</param>
    public void ForgetIdle(Func<StudyId, bool> isBorrowed)
    {
        if (studies.All.Count <= IdleStudies)
        {
            return;
        }

        foreach (Study study in studies.All.Where(study => IsIdle(study) && !isBorrowed(study.Id)).ToArray())
        {
            studies.Remove(study);
        }
    }

    /// <summary>Asks for everything back that has not been started.</summary>
    public void RecallAll()
    {
        foreach (Lease lease in leases.All)
        {
            recalls.AskAll(lease, kill: false);
        }
    }

    private static bool IsIdle(Study study) =>
        study.Leases.Count == 0 && study.Arrays.TrueForAll(array => array.States.Open == 0);

    private long Count(TaskState state)
    {
        long count = 0;
        foreach (Study study in studies.All)
        {
            foreach (TaskArray array in study.Arrays)
            {
                count += array.States[state].Count;
            }
        }

        return count;
    }

    private static void Follow(TaskArray before, TaskArray after)
    {
        if (!before.After.Contains(after))
        {
            before.After.Add(after);
            after.Before.Add(before);
        }
    }

    private static ArraySpec SpecOf(LeaseGrant grant, int place) => Unknown with
    {
        Queue = place < grant.Queues.Count ? grant.Queues[place] : "",
        Shape = place < grant.Shapes.Count ? grant.Shapes[place] : ResourceShape.OneCore,
        Walltime = place < grant.Walltimes.Count ? grant.Walltimes[place] : null,
    };

    private static TaskArray Empty(Study study, int ordinal, ArraySpec spec) =>
        new(study, new ArrayId(study.Id, ordinal), spec, new TaskStates(0));
}

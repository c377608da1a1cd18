using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Leases;

/// <summary>
/// What a worker has in hand: which task may start next, what can be given back, and when there is room for another
/// lease.
/// </summary>
/// <remarks>Pure and single-threaded; belongs to the worker's loop.</remarks>
internal sealed class LeaseBook
{
    private readonly Dictionary<LeaseId, HeldChain> _leases = [];
    private readonly List<HeldChain> _order = [];
    private readonly Dictionary<StudyId, int> _opened = [];
    private HeldChain? _alone;
    private int _credit;

    /// <summary>Whether nothing is in hand.</summary>
    public bool IsEmpty => _order.Count == 0;

    /// <summary>From now on the study's tasks may be taken, as far as a revision of its plan knows them.</summary>
    public void Open(StudyId study, int revision) =>
        _opened[study] = Math.Max(revision, _opened.GetValueOrDefault(study));

    /// <summary>From now on the study's tasks may not be taken: its plan is not here any more.</summary>
    public void Close(StudyId study) => _opened.Remove(study);

    /// <summary>Whether anything of a study is in hand.</summary>
    public bool IsInHand(StudyId study) => _order.Exists(chain => chain.Study == study);

    /// <summary>Takes a lease in hand; one that is there already stays as it is.</summary>
    public void Add(LeaseGrant grant)
    {
        if (_leases.ContainsKey(grant.Lease) || grant.Chain.Count == 0)
        {
            return;
        }

        var chain = new HeldChain(grant);
        _alone = grant.Alone ? chain : _alone;
        _leases.Add(grant.Lease, chain);
        _order.Add(chain);
        Settle(chain);
    }

    /// <summary>
    /// Takes the task that should start next: the one deepest in its chain, so that samples end one after the other;
    /// else the first of the oldest lease. A task that is to run with nothing beside it goes before all others.
    /// </summary>
    /// <param name="isIdle">Whether no task is in any thread's hands.</param>
    /// <param name="hasRoom">Whether another task of an array can be taken up; null where all of them can.</param>
    /// <param name="task">The task.</param>
    public bool TryTake(bool isIdle, Func<ArrayId, bool>? hasRoom, out LeasedTask task)
    {
        if (_alone is not null)
        {
            task = default;
            return isIdle && IsOpen(_alone) && _alone.TryTake(0, out task);
        }

        int deepest = 0;
        foreach (HeldChain chain in _order)
        {
            deepest = Math.Max(deepest, chain.Stages - 1);
        }

        for (int stage = deepest; stage >= 0; stage--)
        {
            foreach (HeldChain chain in _order)
            {
                if (stage < chain.Stages
                    && IsOpen(chain)
                    && (hasRoom is null || hasRoom(chain.Array(stage)))
                    && chain.TryTake(stage, out task))
                {
                    return true;
                }
            }
        }

        task = default;
        return false;
    }

    /// <summary>A task's process has been started.</summary>
    public void Started(TaskKey key)
    {
        if (_leases.TryGetValue(key.Lease, out HeldChain? chain))
        {
            chain.Started(key);
            Settle(chain);
        }
    }

    /// <summary>A taken task is put off, so that its lease need not keep others from coming.</summary>
    public void PutOff(TaskKey key)
    {
        if (_leases.TryGetValue(key.Lease, out HeldChain? chain))
        {
            chain.PutOff(key);
            Settle(chain);
        }
    }

    /// <summary>A task has ended.</summary>
    /// <param name="key">The task.</param>
    /// <param name="goesOn">Whether the next task of its chain may run.</param>
    /// <returns>Whether that was the last of its lease.</returns>
    public bool Ended(TaskKey key, bool goesOn)
    {
        if (!_leases.TryGetValue(key.Lease, out HeldChain? chain))
        {
            return true;
        }

        chain.Ended(key, goesOn);
        Settle(chain);
        return chain.IsOver;
    }

    /// <summary>Answers a recall.</summary>
    /// <param name="recall">The recall.</param>
    /// <param name="drop">Keeps a taken task from starting, if that is still possible.</param>
    public RecallAnswer Recall(LeaseRecall recall, Func<TaskKey, RecallAnswer, DropAnswer> drop)
    {
        var answer = new RecallAnswer(recall.Lease, recall.Recall);
        if (_leases.TryGetValue(recall.Lease, out HeldChain? chain))
        {
            chain.GiveBack(recall.Ranges, fromStage: 0, drop, answer);
            Settle(chain);
        }

        return answer;
    }

    /// <summary>Gives back everything that has not started.</summary>
    public IReadOnlyList<RecallAnswer> GiveBackAll(Func<TaskKey, RecallAnswer, DropAnswer> drop)
    {
        var answers = new List<RecallAnswer>();
        foreach (HeldChain chain in _order.ToArray())
        {
            answers.Add(GiveBack(chain, drop));
        }

        return answers;
    }

    /// <summary>Gives back everything of a study that has not started.</summary>
    public IReadOnlyList<RecallAnswer> GiveBackStudy(StudyId study, Func<TaskKey, RecallAnswer, DropAnswer> drop) =>
        [.. _order.Where(chain => chain.Study == study).ToArray().Select(chain => GiveBack(chain, drop))];

    /// <summary>What the broker has taken away is not started any more.</summary>
    public void Lose(IReadOnlyList<HeldLease> lost, Func<TaskKey, RecallAnswer, DropAnswer> drop)
    {
        foreach (HeldLease held in lost)
        {
            if (_leases.TryGetValue(held.Lease, out HeldChain? chain) && chain.StageOf(held.Array) is { } stage)
            {
                // Nobody waits for this answer.
                chain.GiveBack(held.Ranges, stage, drop, new RecallAnswer(held.Lease, recall: null));
                Settle(chain);
            }
        }
    }

    /// <summary>A task that was being prepared when it was asked for has stopped there.</summary>
    public void GiveBackTaken(TaskKey key, IReadOnlyList<RecallAnswer> answers)
    {
        Tell(answers);
        if (_leases.TryGetValue(key.Lease, out HeldChain? chain))
        {
            chain.GiveBackTaken(key, answers);
            Settle(chain);
        }
    }

    /// <summary>A task that was being prepared when it was asked for has ended there.</summary>
    public void KeepTaken(TaskKey key, IReadOnlyList<RecallAnswer> answers)
    {
        Tell(answers);
        if (_leases.TryGetValue(key.Lease, out HeldChain? chain))
        {
            chain.KeepTaken(key, answers);
        }
    }

    /// <summary>How many leases there is room for since this was last asked.</summary>
    public int TakeCredit()
    {
        int credit = _credit;
        _credit = 0;
        return credit;
    }

    /// <summary>How many leases still use up a credit.</summary>
    public int LeasesOnCredit
    {
        get
        {
            int count = 0;
            foreach (HeldChain chain in _order)
            {
                count += chain.CreditGivenBack ? 0 : 1;
            }

            return count;
        }
    }

    /// <summary>What is held and has not ended.</summary>
    public IReadOnlyList<HeldLease> Held()
    {
        var held = new List<HeldLease>();
        foreach (HeldChain chain in _order)
        {
            held.AddRange(chain.Held());
        }

        return held;
    }

    private static void Tell(IReadOnlyList<RecallAnswer> answers)
    {
        foreach (RecallAnswer answer in answers)
        {
            answer.Answered();
        }
    }

    private bool IsOpen(HeldChain chain) =>
        _opened.TryGetValue(chain.Study, out int revision) && revision >= chain.PlanRevision;

    private RecallAnswer GiveBack(HeldChain chain, Func<TaskKey, RecallAnswer, DropAnswer> drop)
    {
        var answer = new RecallAnswer(chain.Id, recall: null);
        chain.GiveBack([new IndexRange(0, long.MaxValue)], fromStage: 0, drop, answer);
        Settle(chain);
        return answer;
    }

    private void Settle(HeldChain chain)
    {
        if (chain.NothingWaits && !chain.CreditGivenBack)
        {
            chain.CreditGivenBack = true;
            _credit++;
        }

        if (chain.IsOver && _leases.Remove(chain.Id))
        {
            _order.Remove(chain);
            _alone = _alone == chain ? null : _alone;
        }
    }
}

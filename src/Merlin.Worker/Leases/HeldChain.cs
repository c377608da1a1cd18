using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Leases;

/// <summary>
/// One lease: for every index the stage of the chain that it has reached and where it stands there. An index moves on
/// to the next stage when its task has ended and did not raise.
/// </summary>
internal sealed class HeldChain
{
    private readonly LeaseGrant _grant;
    private readonly long[] _offsets;
    private readonly byte[] _stage;
    private readonly byte[] _limit;
    private readonly TaskStanding[] _standing;
    private readonly Queue<int>[] _reached;
    private readonly Dictionary<long, AttemptState> _attempts = [];
    private int _cursor;
    private int _waiting;
    private int _over;

    /// <summary>Takes a lease in hand.</summary>
    public HeldChain(LeaseGrant grant)
    {
        _grant = grant;
        _offsets = new long[grant.Ranges.Count + 1];
        for (int i = 0; i < grant.Ranges.Count; i++)
        {
            _offsets[i + 1] = _offsets[i] + grant.Ranges[i].Count;
        }

        int count = checked((int)_offsets[^1]);
        _stage = new byte[count];
        _standing = new TaskStanding[count];
        _limit = new byte[count];
        System.Array.Fill(_limit, checked((byte)grant.Chain.Count));
        _reached = new Queue<int>[grant.Chain.Count];
        for (int stage = 0; stage < _reached.Length; stage++)
        {
            _reached[stage] = new Queue<int>();
        }

        foreach (AttemptState attempt in grant.Attempts)
        {
            _attempts[attempt.Index] = attempt;
        }

        _waiting = count;
    }

    /// <summary>The lease's id.</summary>
    public LeaseId Id => _grant.Lease;

    /// <summary>The study that its arrays belong to.</summary>
    public StudyId Study => _grant.Chain[0].Study;

    /// <summary>The revision of the study's plan that knows its tasks.</summary>
    public int PlanRevision => _grant.PlanRevision;

    /// <summary>How many stages the chain has.</summary>
    public int Stages => _grant.Chain.Count;

    /// <summary>Whether every task that could be started up to now has been.</summary>
    public bool NothingWaits => _waiting == 0;

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsOver => _over == _standing.Length;

    /// <summary>Whether the credit that this lease used up was given back.</summary>
    public bool CreditGivenBack { get; set; }

    /// <summary>The array of a stage.</summary>
    public ArrayId Array(int stage) => _grant.Chain[stage];

    /// <summary>The stage of an array, or null when the lease does not cover it.</summary>
    public int? StageOf(ArrayId array)
    {
        for (int stage = 0; stage < Stages; stage++)
        {
            if (Array(stage) == array)
            {
                return stage;
            }
        }

        return null;
    }

    /// <summary>Takes the next task of a stage.</summary>
    public bool TryTake(int stage, out LeasedTask task)
    {
        while (TryNext(stage, out int offset))
        {
            if (_standing[offset] == TaskStanding.Open && _stage[offset] == stage)
            {
                _standing[offset] = TaskStanding.Taken;
                task = Describe(stage, Index(offset));
                return true;
            }
        }

        task = default;
        return false;
    }

    /// <summary>A task's process has been started.</summary>
    public void Started(TaskKey key)
    {
        int offset = Offset(key.Index);
        if (_standing[offset] == TaskStanding.Taken)
        {
            _standing[offset] = TaskStanding.Started;
            _waiting--;
        }
        else if (_standing[offset] == TaskStanding.PutOff)
        {
            _standing[offset] = TaskStanding.Started;
        }
    }

    /// <summary>A taken task is put off.</summary>
    public void PutOff(TaskKey key)
    {
        int offset = Offset(key.Index);
        if (_standing[offset] == TaskStanding.Taken)
        {
            _standing[offset] = TaskStanding.PutOff;
            _waiting--;
        }
    }

    /// <summary>A task has ended, or will not be heard of again.</summary>
    /// <param name="key">The task.</param>
    /// <param name="goesOn">Whether the next stage may run.</param>
    public void Ended(TaskKey key, bool goesOn)
    {
        int offset = Offset(key.Index);
        Started(key);
        int next = key.Stage + 1;
        if (!goesOn || next >= _limit[offset])
        {
            _standing[offset] = TaskStanding.Over;
            _over++;
            return;
        }

        _stage[offset] = (byte)next;
        _standing[offset] = TaskStanding.Open;
        _waiting++;
        _reached[next].Enqueue(offset);
    }

    /// <summary>Gives back what has not started of some indices.</summary>
    /// <param name="ranges">The indices.</param>
    /// <param name="fromStage">Earlier stages are kept.</param>
    /// <param name="drop">Asked for every task that was taken and not seen to start.</param>
    /// <param name="answer">Receives what is given back.</param>
    public void GiveBack(
        IReadOnlyList<IndexRange> ranges, int fromStage, Func<TaskKey, RecallAnswer, DropAnswer> drop, RecallAnswer answer)
    {
        answer.SpeakOf(Array(fromStage));
        foreach (IndexRange range in ranges)
        {
            for (int part = 0; part < _grant.Ranges.Count; part++)
            {
                IndexRange own = _grant.Ranges[part];
                long end = Math.Min(own.End, range.End);
                for (long index = Math.Max(own.Start, range.Start); index < end; index++)
                {
                    GiveBack(index, (int)(_offsets[part] + index - own.Start), fromStage, drop, answer);
                }
            }
        }
    }

    /// <summary>A task that was being prepared when it was asked for has stopped there, and is given back.</summary>
    public void GiveBackTaken(TaskKey key, IReadOnlyList<RecallAnswer> answers)
    {
        foreach (RecallAnswer answer in answers)
        {
            answer.GiveBack(Array(key.Stage), key.Index);
        }

        Close(Offset(key.Index));
    }

    /// <summary>A task that was being prepared when it was asked for has ended there; its later stages are given back.</summary>
    public void KeepTaken(TaskKey key, IReadOnlyList<RecallAnswer> answers)
    {
        foreach (RecallAnswer answer in answers)
        {
            Shorten(key.Index, Offset(key.Index), key.Stage + 1, answer);
        }
    }

    /// <summary>What is held, started or not, and has not ended.</summary>
    public IEnumerable<HeldLease> Held()
    {
        for (int stage = 0; stage < Stages; stage++)
        {
            var list = new RangeList();
            for (int offset = 0; offset < _standing.Length; offset++)
            {
                if (_standing[offset] != TaskStanding.Over && _stage[offset] <= stage && stage < _limit[offset])
                {
                    list.Add(Index(offset));
                }
            }

            if (!list.IsEmpty)
            {
                yield return new HeldLease(Id, Array(stage), list.ToRanges());
            }
        }
    }

    private void GiveBack(
        long index, int offset, int fromStage, Func<TaskKey, RecallAnswer, DropAnswer> drop, RecallAnswer answer)
    {
        int stage = _stage[offset];
        TaskStanding standing = _standing[offset];
        if (standing == TaskStanding.Over)
        {
            return;
        }

        if (stage >= fromStage && standing == TaskStanding.Open)
        {
            answer.GiveBack(Array(stage), index);
            Close(offset);
            return;
        }

        if (stage >= fromStage && standing is TaskStanding.Taken or TaskStanding.PutOff)
        {
            switch (drop(new TaskKey(Id, stage, index), answer))
            {
                case DropAnswer.Dropped:
                    answer.GiveBack(Array(stage), index);
                    Close(offset);
                    return;
                case DropAnswer.Pending:
                    answer.Await();
                    return;
            }
        }

        Shorten(index, offset, Math.Max(stage + 1, fromStage), answer);
    }

    private void Shorten(long index, int offset, int limit, RecallAnswer answer)
    {
        if (limit < _limit[offset])
        {
            _limit[offset] = (byte)limit;
            answer.GiveBack(Array(limit), index);
        }
    }

    private void Close(int offset)
    {
        _waiting -= _standing[offset] == TaskStanding.PutOff ? 0 : 1;
        _standing[offset] = TaskStanding.Over;
        _over++;
    }

    private LeasedTask Describe(int stage, long index)
    {
        AttemptState attempt = stage == 0 && _attempts.TryGetValue(index, out AttemptState known)
            ? known
            : new AttemptState(index, 0, TaskOutcome.None, 0, 0);
        return new LeasedTask(new TaskKey(Id, stage, index), Array(stage), attempt);
    }

    private bool TryNext(int stage, out int offset)
    {
        if (stage > 0)
        {
            return _reached[stage].TryDequeue(out offset);
        }

        offset = _cursor;
        if (_cursor == _standing.Length)
        {
            return false;
        }

        _cursor++;
        return true;
    }

    private long Index(int offset)
    {
        int part = System.Array.BinarySearch(_offsets, offset);
        part = part >= 0 ? part : ~part - 1;
        while (_offsets[part + 1] == _offsets[part])
        {
            part++; // an empty range
        }

        return _grant.Ranges[part].Start + offset - _offsets[part];
    }

    private int Offset(long index)
    {
        int low = 0;
        int high = _grant.Ranges.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (_grant.Ranges[middle].Start <= index)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return (int)(_offsets[low] + index - _grant.Ranges[low].Start);
    }
}

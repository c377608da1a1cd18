namespace Merlin.Broker.Scheduling;

/// <summary>Tasks in one consumer's hands: the same indices of every array of a chain, less what has left already.</summary>
internal sealed class Lease
{
    private readonly RangeSet[] _held;
    private readonly RangeSet[] _shadowed;

    public Lease(LeaseId id, Consumer holder, TaskArray[] chain)
    {
        Id = id;
        Holder = holder;
        Chain = chain;
        _held = [.. chain.Select(_ => new RangeSet())];
        _shadowed = [.. chain.Select(_ => new RangeSet())];
    }

    public LeaseId Id { get; }

    public Consumer Holder { get; }

    public TaskArray[] Chain { get; }

    /// <summary>How many tasks of its chain the holder can run at the same time; 0 when any does not fit the holder (any more).</summary>
    public int Slots => Holder.SlotsFor(Chain);

    /// <summary>How many times its tasks would fill the holder, counting a chain's once.</summary>
    public double Load
    {
        get
        {
            long held = _held[^1].Count;
            return held == 0 ? 0 : (double)held / Slots;
        }
    }

    public Study Study => Chain[0].Study;

    /// <summary>Whether its one task is to run with nothing beside it.</summary>
    public bool IsAlone { get; set; }

    /// <summary>Recalls that the holder has not answered.</summary>
    public List<Recall> Recalls { get; } = [];

    /// <summary>
    /// Whether the last recall brought nothing and the holder has neither reported nor said what runs since: asking again
    /// would not either.
    /// </summary>
    public bool AskedInVain { get; set; }

    public bool IsEmpty
    {
        get
        {
            for (int place = 0; place < Chain.Length; place++)
            {
                if (!_held[place].IsEmpty || !_shadowed[place].IsEmpty)
                {
                    return false;
                }
            }

            return true;
        }
    }

    /// <summary>How many tasks the holder has, those of a chain each for itself.</summary>
    public long TotalHeld => _held.Sum(held => held.Count);

    /// <summary>The first array of the chain that still has tasks in the lease, or the last array.</summary>
    public int Head
    {
        get
        {
            int place = 0;
            while (place < Chain.Length - 1 && _held[place].IsEmpty)
            {
                place++;
            }

            return place;
        }
    }

    /// <summary>What the holder has of one array and has not ended.</summary>
    public RangeSet Held(int place) => _held[place];

    /// <summary>What ended elsewhere and may still run at the holder.</summary>
    public RangeSet Shadowed(int place) => _shadowed[place];

    /// <summary>The array's place in the chain, or -1.</summary>
    public int PlaceOf(TaskArray array) => Array.IndexOf(Chain, array);

    /// <summary>Every index of which the holder has something.</summary>
    public RangeSet Remaining()
    {
        var remaining = new RangeSet();
        for (int place = 0; place < Chain.Length; place++)
        {
            remaining.AddAll(_held[place].Runs);
            remaining.AddAll(_shadowed[place].Runs);
        }

        return remaining;
    }

    /// <summary>Every index of which a task is shadowed.</summary>
    public RangeSet AllShadowed()
    {
        var shadowed = new RangeSet();
        foreach (RangeSet place in _shadowed)
        {
            shadowed.AddAll(place.Runs);
        }

        return shadowed;
    }

    /// <summary>
    /// How long what is left would take if the holder ran nothing else, in microseconds; null when nothing is known of its
    /// tasks.
    /// </summary>
    public double? WorkMicros()
    {
        double work = 0;
        for (int place = 0; place < Chain.Length; place++)
        {
            if (_held[place].IsEmpty)
            {
                continue;
            }

            if (Chain[place].Time.Micros is not { } micros)
            {
                return null;
            }

            work += _held[place].Count * micros / Holder.SlotsFor(Chain[place]);
        }

        return work;
    }

    /// <summary>
    /// How many of its tasks run, when the holder has said of as many tasks as it can run at once that they run; null while
    /// one has to guess. Workers begin tasks in an order of their own; what an agent passes on is not known one by one.
    /// </summary>
    public long? KnownToRun() => IsTold ? Holder.Running.Keys.LongCount(IsOfThis) : null;

    /// <summary>What is still held of the chain's end, without what is known to run: to ask that back is in vain.</summary>
    public RangeSet NotKnownToRun() => IsTold
        ? _held[^1].Except([.. Holder.Running.Keys.Where(IsOfThis).Select(task => IndexRange.Of(task.Index))])
        : _held[^1];

    private bool IsTold => !Holder.IsAgent && Slots > 0 && Holder.Running.Count >= Slots;

    private bool IsOfThis((TaskArray Array, long Index) task) =>
        Array.IndexOf(Chain, task.Array) >= 0 && _held[^1].Contains(task.Index);
}

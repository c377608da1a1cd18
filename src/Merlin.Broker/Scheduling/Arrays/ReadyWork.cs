namespace Merlin.Broker.Scheduling;

/// <summary>One owner's arrays that may be leased from, those that ask the same of consumers together, each in the order in which it is served.</summary>
internal sealed class ReadyWork
{
    private readonly Dictionary<Demand, SortedSet<ReadyKey>> _queues = [];

    public bool IsEmpty => _queues.Count == 0;

    /// <summary>Whether its arrays do not all ask the same of consumers.</summary>
    public bool AsksSeveralThings => _queues.Count > 1;

    public void Add(ReadyKey key)
    {
        Demand demand = key.Array.Demand;
        if (!_queues.TryGetValue(demand, out SortedSet<ReadyKey>? queue))
        {
            queue = new SortedSet<ReadyKey>(ReadyOrder.Instance);
            _queues.Add(demand, queue);
        }

        queue.Add(key);
    }

    public void Remove(ReadyKey key)
    {
        Demand demand = key.Array.Demand;
        if (_queues.TryGetValue(demand, out SortedSet<ReadyKey>? queue) && queue.Remove(key) && queue.Count == 0)
        {
            _queues.Remove(demand);
        }
    }

    /// <summary>How urgent the most urgent of the arrays are; 0 without any.</summary>
    public int HighestUrgency
    {
        get
        {
            int highest = 0;
            foreach (SortedSet<ReadyKey> queue in _queues.Values)
            {
                highest = Math.Max(highest, queue.Min.Array.Urgency);
            }

            return highest;
        }
    }

    /// <summary>The array that is to be served next, or null when there is none but those that ask what nobody offers.</summary>
    public TaskArray? First(HashSet<Demand> passedOver)
    {
        ReadyKey? first = null;
        foreach ((Demand demand, SortedSet<ReadyKey> queue) in _queues)
        {
            if (!passedOver.Contains(demand)
                && (first is not { } best || ReadyOrder.Instance.Compare(queue.Min, best) < 0))
            {
                first = queue.Min;
            }
        }

        return first?.Array;
    }

    /// <summary>The arrays that are to be served first, at most <paramref name="most"/> of those that ask the same.</summary>
    public List<TaskArray> Foremost(int most)
    {
        var keys = new List<ReadyKey>();
        foreach (SortedSet<ReadyKey> queue in _queues.Values)
        {
            keys.AddRange(queue.Take(most));
        }

        keys.Sort(ReadyOrder.Instance);
        return keys.ConvertAll(key => key.Array);
    }

    /// <summary>How many arrays of its queue are served before an array that is ready.</summary>
    public int Before(TaskArray array) => array.Queued is { } key
        ? _queues.Where(queue => queue.Key.Queue == array.Spec.Queue)
            .Sum(queue => queue.Value.TakeWhile(other => ReadyOrder.Instance.Compare(other, key) < 0).Count())
        : 0;
}

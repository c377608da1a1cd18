namespace Merlin.Broker.Scheduling;

/// <summary>One owner's arrays that may be leased from, queue by queue, each in the order in which it is served.</summary>
internal sealed class ReadyWork
{
    private readonly Dictionary<string, SortedSet<ReadyKey>> _queues = new(StringComparer.Ordinal);

    public bool IsEmpty => _queues.Count == 0;

    public void Add(ReadyKey key)
    {
        string name = key.Array.Spec.Queue;
        if (!_queues.TryGetValue(name, out SortedSet<ReadyKey>? queue))
        {
            queue = new SortedSet<ReadyKey>(ReadyOrder.Instance);
            _queues.Add(name, queue);
        }

        queue.Add(key);
    }

    public void Remove(ReadyKey key)
    {
        string name = key.Array.Spec.Queue;
        if (_queues.TryGetValue(name, out SortedSet<ReadyKey>? queue) && queue.Remove(key) && queue.Count == 0)
        {
            _queues.Remove(name);
        }
    }

    /// <summary>The array that is to be served next, or null when there is none but some arrays and those in some queues.</summary>
    public TaskArray? First(HashSet<string> withoutQueues, HashSet<TaskArray> without)
    {
        ReadyKey? first = null;
        foreach ((string name, SortedSet<ReadyKey> queue) in _queues)
        {
            if (!withoutQueues.Contains(name)
                && First(queue, without) is { } key
                && (first is not { } best || ReadyOrder.Instance.Compare(key, best) < 0))
            {
                first = key;
            }
        }

        return first?.Array;
    }

    private static ReadyKey? First(SortedSet<ReadyKey> queue, HashSet<TaskArray> without)
    {
        foreach (ReadyKey key in queue)
        {
            if (!without.Contains(key.Array))
            {
                return key;
            }
        }

        return null;
    }

    /// <summary>The arrays that are to be served first, at most <paramref name="most"/> of every queue.</summary>
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
    public int Before(TaskArray array)
    {
        return array.Queued is { } key && _queues.TryGetValue(array.Spec.Queue, out SortedSet<ReadyKey>? queue)
            ? queue.TakeWhile(other => other != key).Count()
            : 0;
    }
}

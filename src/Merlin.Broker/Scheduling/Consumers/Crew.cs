namespace Merlin.Broker.Scheduling;

/// <summary>One owner's consumers whose sessions live, and those of them that may be given work by what they serve.</summary>
internal sealed class Crew(string owner)
{
    private readonly SortedDictionary<string, ConsumerGroup> _groups = new(StringComparer.Ordinal);

    public string Owner { get; } = owner;

    /// <summary>How often those who may be given work have changed, or what they serve and own.</summary>
    public long Changes { get; private set; }

    /// <summary>Every consumer whose session lives.</summary>
    public HashSet<Consumer> Consumers { get; } = [];

    /// <summary>Lets a consumer have work, according to what it serves.</summary>
    public void Enlist(Consumer consumer)
    {
        if (!_groups.TryGetValue(consumer.GroupKey, out ConsumerGroup? group))
        {
            group = new ConsumerGroup(consumer);
            _groups.Add(consumer.GroupKey, group);
        }

        Changes++;
        group.Join(consumer);
        group.Offer(consumer);
    }

    /// <summary>Lets a consumer have no more work.</summary>
    public void Retire(Consumer consumer)
    {
        if (consumer.Group is { } group)
        {
            Changes++;
            group.Leave(consumer);
            if (group.Members.Count == 0)
            {
                _groups.Remove(group.Key);
            }
        }
    }

    /// <summary>How many tasks of an array all who may be given them can run at the same time.</summary>
    public long SlotsFor(TaskArray array)
    {
        long slots = 0;
        foreach (ConsumerGroup group in _groups.Values)
        {
            slots += group.Serves(array.Spec.Queue) ? group.SlotsFor(array) : 0;
        }

        return slots;
    }

    /// <summary>How many may be given work of a queue.</summary>
    public int CountServing(string queue)
    {
        int count = 0;
        foreach (ConsumerGroup group in _groups.Values)
        {
            count += group.Serves(queue) ? group.Members.Count : 0;
        }

        return count;
    }

    /// <summary>Those who may be given tasks of an array.</summary>
    public IEnumerable<Consumer> AbleToRun(TaskArray array) =>
        _groups.Values.Where(group => group.CanRun(array)).SelectMany(group => group.Members);

    /// <summary>Those who may be given work of a queue, whether it fits them or not.</summary>
    public IEnumerable<Consumer> Serving(string queue) =>
        _groups.Values.Where(group => group.Serves(queue)).SelectMany(group => group.Members);

    /// <summary>What those who may be given work can take together.</summary>
    public AgentShape Capacity()
    {
        long slots = 0;
        bool all = false;
        var members = new List<Consumer>();
        foreach (ConsumerGroup group in _groups.Values)
        {
            slots += group.Slots;
            all |= group.ServesAll;
            members.AddRange(group.Members);
        }

        return new AgentShape(
            all ? [] : [.. NamedQueues()], (int)Math.Min(int.MaxValue, slots), GroupedResources.Of(members));
    }

    /// <summary>The longest time that any of those who may be given work has left; null for without limit.</summary>
    public TimeSpan? TimeLeft(Instant now)
    {
        Instant? latest = null;
        foreach (Consumer consumer in Consumers.Where(consumer => consumer.Group is not null))
        {
            if (consumer.EndsAt is not { } end)
            {
                return null;
            }

            latest = latest > end ? latest : end;
        }

        return latest - now;
    }

    /// <summary>The queues that are served by name.</summary>
    public SortedSet<string> NamedQueues()
    {
        var queues = new SortedSet<string>(StringComparer.Ordinal);
        foreach (ConsumerGroup group in _groups.Values)
        {
            queues.UnionWith(group.Queues);
        }

        return queues;
    }

    /// <summary>Takes the next consumer that can run an array's tasks and has credit, specialists before those who serve all.</summary>
    public Consumer? NextWithCredit(TaskArray array) => Next(array, servingAll: false) ?? Next(array, servingAll: true);

    /// <summary>Those who could take more work and have none to take, with free slots.</summary>
    public IEnumerable<Consumer> Idle()
    {
        foreach (ConsumerGroup group in _groups.Values)
        {
            foreach (Consumer consumer in group.Members)
            {
                if (consumer.Credit > 0 && !consumer.IsWithheld && consumer.HasRoom)
                {
                    yield return consumer;
                }
            }
        }
    }

    private Consumer? Next(TaskArray array, bool servingAll)
    {
        foreach (ConsumerGroup group in _groups.Values)
        {
            if (group.ServesAll == servingAll && group.CanRun(array) && group.Next() is { } consumer)
            {
                return consumer;
            }
        }

        return null;
    }
}

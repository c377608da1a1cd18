namespace Merlin.Broker.Scheduling;

/// <summary>The consumers whose sessions live, by identity, by line and by what they serve.</summary>
internal sealed class ConsumerTable
{
    private readonly Dictionary<ConsumerId, Consumer> _consumers = [];
    private readonly Dictionary<PeerId, Consumer> _byPeer = [];
    private readonly SortedDictionary<string, ConsumerGroup> _groups = new(StringComparer.Ordinal);

    public Dictionary<ConsumerId, Consumer>.ValueCollection All => _consumers.Values;

    public Consumer? Find(ConsumerId id) => _consumers.GetValueOrDefault(id);

    /// <summary>Who speaks on a line; it may be a consumer that was given up as lost.</summary>
    public Consumer? Find(PeerId peer) => _byPeer.GetValueOrDefault(peer);

    /// <summary>Adds a consumer that is not there yet.</summary>
    public void Add(Consumer consumer) => _consumers.Add(consumer.Id, consumer);

    /// <summary>Binds a consumer to a line, instead of whatever was bound to either of them.</summary>
    public void Attach(Consumer consumer, PeerId peer)
    {
        if (Find(peer) is { } other && other != consumer)
        {
            Detach(peer);
        }

        if (consumer.Peer is { } old)
        {
            _byPeer.Remove(old);
        }

        consumer.Peer = peer;
        _byPeer[peer] = consumer;
    }

    /// <summary>Parts a line from its consumer, which gets no work until it has a line again.</summary>
    public void Detach(PeerId peer)
    {
        if (_byPeer.Remove(peer, out Consumer? consumer))
        {
            consumer.Peer = null;
            Retire(consumer);
        }
    }

    /// <summary>Ends a session; its line, if one is open, stays known.</summary>
    public void Remove(Consumer consumer)
    {
        Retire(consumer);
        _consumers.Remove(consumer.Id);
    }

    /// <summary>Lets a consumer have work, according to what it serves.</summary>
    public void Enlist(Consumer consumer)
    {
        Retire(consumer);
        if (!_groups.TryGetValue(consumer.GroupKey, out ConsumerGroup? group))
        {
            group = new ConsumerGroup(consumer);
            _groups.Add(consumer.GroupKey, group);
        }

        group.Join(consumer);
        group.Offer(consumer);
    }

    /// <summary>Lets a consumer have no more work.</summary>
    public void Retire(Consumer consumer)
    {
        if (consumer.Group is { } group)
        {
            group.Leave(consumer);
            if (group.Members.Count == 0)
            {
                _groups.Remove(group.Key);
            }
        }
    }

    /// <summary>Takes in how many more leases the consumer on a line can take.</summary>
    public void Grant(PeerId peer, int leases)
    {
        if (Find(peer) is { LostHeld: null } consumer && leases > 0)
        {
            consumer.Credit += leases;
            consumer.Group?.Offer(consumer);
        }
    }

    /// <summary>The slots of all consumers that may be given work of a queue.</summary>
    public long SlotsServing(string queue)
    {
        long slots = 0;
        foreach (ConsumerGroup group in _groups.Values)
        {
            slots += group.Serves(queue) ? group.Slots : 0;
        }

        return slots;
    }

    /// <summary>The queues that those who may be given work serve together (empty for all), and their slots.</summary>
    public (IReadOnlyList<string> Queues, long Slots) Capacity()
    {
        var queues = new SortedSet<string>(StringComparer.Ordinal);
        bool all = false;
        long slots = 0;
        foreach (ConsumerGroup group in _groups.Values)
        {
            slots += group.Slots;
            all |= group.ServesAll;
            queues.UnionWith(group.Key.Split('\n'));
        }

        return (all ? [] : [.. queues], slots);
    }

    /// <summary>Takes the next consumer that serves a queue and has credit, specialists before those who serve all.</summary>
    public Consumer? NextWithCredit(string queue)
    {
        ConsumerGroup? all = null;
        foreach (ConsumerGroup group in _groups.Values)
        {
            if (group.ServesAll)
            {
                all = group;
            }
            else if (group.Serves(queue) && group.Next() is { } specialist)
            {
                return specialist;
            }
        }

        return all?.Next();
    }

    /// <summary>Those who could take more work and have none to take, with free slots.</summary>
    public List<Consumer> Idle()
    {
        var idle = new List<Consumer>();
        foreach (ConsumerGroup group in _groups.Values)
        {
            foreach (Consumer consumer in group.Members)
            {
                if (consumer.Credit > 0 && consumer.Load < consumer.Slots && !consumer.IsWithheld)
                {
                    idle.Add(consumer);
                }
            }
        }

        return idle;
    }
}

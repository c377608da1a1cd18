namespace Merlin.Broker.Scheduling;

/// <summary>The consumers whose sessions live, by identity, by line and by owner.</summary>
internal sealed class ConsumerTable
{
    private readonly Dictionary<ConsumerId, Consumer> _consumers = [];
    private readonly Dictionary<PeerId, Consumer> _byPeer = [];
    private readonly Dictionary<string, Crew> _crews = new(StringComparer.Ordinal);

    public Dictionary<ConsumerId, Consumer>.ValueCollection All => _consumers.Values;

    /// <summary>The consumers of every owner who ever had one.</summary>
    public Dictionary<string, Crew>.ValueCollection Crews => _crews.Values;

    public Consumer? Find(ConsumerId id) => _consumers.GetValueOrDefault(id);

    /// <summary>Who speaks on a line; it may be a consumer that was given up as lost.</summary>
    public Consumer? Find(PeerId peer) => _byPeer.GetValueOrDefault(peer);

    /// <summary>Adds a consumer that is not there yet.</summary>
    public void Add(Consumer consumer)
    {
        _consumers.Add(consumer.Id, consumer);
        CrewOf(consumer.Owner).Consumers.Add(consumer);
    }

    /// <summary>An owner's consumers; there may be none.</summary>
    public Crew CrewOf(string owner)
    {
        if (!_crews.TryGetValue(owner, out Crew? crew))
        {
            crew = new Crew(owner);
            _crews.Add(owner, crew);
        }

        return crew;
    }

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
        CrewOf(consumer.Owner).Consumers.Remove(consumer);
    }

    /// <summary>Lets a consumer have work, according to what it serves.</summary>
    public void Enlist(Consumer consumer)
    {
        Retire(consumer);
        CrewOf(consumer.Owner).Enlist(consumer);
    }

    /// <summary>Lets a consumer have no more work.</summary>
    public void Retire(Consumer consumer) => CrewOf(consumer.Owner).Retire(consumer);

    /// <summary>Takes in how many more leases a consumer can take.</summary>
    public static void Grant(Consumer consumer, int leases)
    {
        if (consumer.LostHeld is null && leases > 0)
        {
            consumer.Credit += leases;
            consumer.Group?.Offer(consumer);
        }
    }
}

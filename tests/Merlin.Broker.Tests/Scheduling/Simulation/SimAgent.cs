using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>
/// An agent between the root, or another agent, and some workers, which can lose its line upwards or die altogether.
/// </summary>
internal sealed class SimAgent(string name, ISimBroker above, SimClock clock) : ISimBroker
{
    private readonly List<SimLink> _links = [];
    private Agent _agent = new(new ConsumerId(name), name, "host", SimRoot.Anyone.Owner, new SchedulerOptions(), clock.Now);
    private SimLink? _upline;
    private long _nextPeer = 1;
    private int _lives = 1;

    public IReadOnlyList<SimLink> Links => _links;

    public bool Holds(ConsumerId root) => root.Value.StartsWith(name, StringComparison.Ordinal) || above.Holds(root);

    public SimLink Open()
    {
        var link = new SimLink(new PeerId(_nextPeer++), this);
        _links.Add(link);
        return link;
    }

    public void Closed(SimLink link)
    {
        _links.Remove(link);
        _agent.PeerClosed(link.Peer, clock.Now);
    }

    public void Take(PeerId peer, ClientMessage message) => _agent.Handle(peer, SimRoot.Anyone, message, clock.Now);

    public void EndTurn()
    {
        NoticeBrokenLine();
        while (_upline is { Moves: true, Down.Count: > 0 })
        {
            _agent.HandleUpstream(_upline.Down.Dequeue(), clock.Now);
        }

        AgentTurn turn = _agent.EndTurn(clock.Now);
        foreach (ClientMessage message in turn.Up)
        {
            _upline?.Send(message);
        }

        foreach (Outgoing outgoing in turn.Down)
        {
            _links.Find(link => link.Peer == outgoing.To)?.SendDown(outgoing.Message);
        }
    }

    /// <summary>Opens the line upwards if it is broken, and begins a new life after the agent was sent away.</summary>
    public void AttachIfNeeded()
    {
        if (_agent.HasLeft && _upline is null or { Up.Count: 0 })
        {
            Die();
        }

        NoticeBrokenLine();
        if (_upline is null)
        {
            _upline = above.Open();
            _agent.UplineOpened(clock.Now);
        }
    }

    public void Trouble(Random random)
    {
        switch (random.Next(5))
        {
            case 0:
                _upline?.Break();
                break;
            case 1:
                Die();
                break;
            case 2:
                _upline?.IsStalled = !_upline.IsStalled;
                break;
            default:
                AttachIfNeeded();
                break;
        }
    }

    public override string ToString() =>
        $"{name}.{_lives}: {_agent.Facts()} next {_agent.NextDeadline} up {_upline?.Up.Count} down {_upline?.Down.Count}; "
        + string.Join("; ", _agent.Consumers(clock.Now));

    private void NoticeBrokenLine()
    {
        if (_upline is { IsOpen: false })
        {
            _upline = null;
            _agent.UplineClosed();
        }
    }

    private void Die()
    {
        _upline?.Break();
        _upline = null;
        foreach (SimLink link in _links.ToArray())
        {
            link.Break();
        }

        clock.Advance(TimeSpan.FromMilliseconds(100)); // its leases are numbered by time
        _agent = new Agent(new ConsumerId($"{name}.{++_lives}"), name, "host", SimRoot.Anyone.Owner, new SchedulerOptions(), clock.Now);
    }
}

using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Benchmarks.Scale;

/// <summary>An agent: the real one.</summary>
internal sealed class AgentActor : HostActor
{
    private readonly List<Actor> _peers = [];
    private readonly Dictionary<Actor, PeerId> _lines = [];
    private readonly HostActor _above;
    private readonly Agent _agent;

    public AgentActor(World world, HostActor above, int number, SchedulerOptions options)
        : base(world)
    {
        _above = above;
        var now = new Instant((long)world.Now);
        _agent = new Agent(new ConsumerId($"agent{number}"), "agent", $"node{number}", RootActor.Anyone.Owner, options, now);
        _agent.UplineOpened(now);
    }

    protected override double TurnCost => 0;

    protected override Instant? Deadline => _agent.NextDeadline;

    protected override void Handle(Post post, Instant now)
    {
        if (post.From == _above)
        {
            _agent.HandleUpstream((BrokerMessage)post.Message, now);
            return;
        }

        if (!_lines.TryGetValue(post.From, out PeerId peer))
        {
            _peers.Add(post.From);
            _lines.Add(post.From, peer = new PeerId(_peers.Count));
        }

        if (post.Message is LineClosed)
        {
            _agent.PeerClosed(peer, now);
            return;
        }

        _agent.Handle(peer, RootActor.Anyone, (ClientMessage)post.Message, now);
    }

    protected override List<(Actor To, object Message)> EndTurn(Instant now)
    {
        AgentTurn turn = _agent.EndTurn(now);
        var sent = new List<(Actor To, object Message)>(turn.Up.Count + turn.Down.Count);
        foreach (ClientMessage message in turn.Up)
        {
            sent.Add((_above, message));
        }

        foreach (Outgoing outgoing in turn.Down)
        {
            sent.Add((_peers[(int)outgoing.To.Value - 1], outgoing.Message));
        }

        return sent;
    }
}

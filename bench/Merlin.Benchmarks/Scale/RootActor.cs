using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;

namespace Merlin.Benchmarks.Scale;

/// <summary>The broker: the real scheduler, and a commit for every turn.</summary>
internal sealed class RootActor(World world, SchedulerOptions options) : HostActor(world)
{
    /// <summary>Whoever speaks here.</summary>
    public static ClientIdentity Anyone { get; } = ClientIdentity.OfThisUser("me");

    private static readonly PeerId Producer = new(0);

    private readonly List<Actor> _peers = [];
    private readonly Dictionary<Actor, PeerId> _lines = [];
    private readonly Scheduler _scheduler = new(options);

    /// <summary>When the study's end was told, in microseconds; null before.</summary>
    public double? Ended { get; private set; }

    /// <summary>How many tasks of the study have ended.</summary>
    public long TasksEnded { get; private set; }

    protected override double TurnCost => Costs.Commit;

    protected override Instant? Deadline => _scheduler.NextDeadline;

    /// <summary>Takes a study in, and wants to know of its end.</summary>
    public void Submit(StudySubmission study)
    {
        var now = new Instant((long)World.Now);
        _scheduler.Handle(Producer, Anyone, new StudySubmit(1, study), now);
        _scheduler.Handle(Producer, Anyone, new StudyWatch(2, new StudyId(1)), now);
        World.Plan(this, World.Now);
    }

    /// <summary>Forgets who speaks to it.</summary>
    public void ForgetPeers()
    {
        _peers.Clear();
        _lines.Clear();
    }

    protected override void Handle(Post post, Instant now)
    {
        if (!_lines.TryGetValue(post.From, out PeerId peer))
        {
            _peers.Add(post.From);
            _lines.Add(post.From, peer = new PeerId(_peers.Count));
        }

        if (post.Message is LineClosed)
        {
            _scheduler.PeerClosed(peer, now);
            return;
        }

        _scheduler.Handle(peer, Anyone, (ClientMessage)post.Message, now);
    }

    protected override List<(Actor To, object Message)> EndTurn(Instant now)
    {
        Turn turn = _scheduler.EndTurn(now);
        for (int i = 0; i < turn.Changes.Count; i++)
        {
            TasksEnded += turn.Changes[i] is Broker.Changes.TasksEnded ended ? ended.Tasks.Count : 0;
        }

        var sent = new List<(Actor To, object Message)>(turn.Messages.Count);
        foreach (Outgoing outgoing in turn.Messages)
        {
            if (outgoing.To != Producer)
            {
                sent.Add((_peers[(int)outgoing.To.Value - 1], outgoing.Message));
            }
            else if (outgoing.Message is StudyEnded)
            {
                Ended = World.Now + Costs.Commit;
            }
        }

        return sent;
    }
}

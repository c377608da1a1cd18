using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>The root broker: the scheduler under test, a model store, and a crash now and then.</summary>
internal sealed class SimRoot(SimClock clock, ModelStore store, Oracle oracle) : ISimBroker
{
    /// <summary>Whoever speaks in a world of one user.</summary>
    public static ClientIdentity Anyone { get; } = ClientIdentity.OfThisUser("me");

    private readonly List<SimLink> _links = [];
    private readonly Dictionary<(PeerId, LeaseId, long), TaskReport> _reports = [];
    private long _nextPeer = 1;

    public Scheduler Scheduler { get; private set; } = new(new SchedulerOptions());

    public IReadOnlyList<SimLink> Links => _links;

    public bool Holds(ConsumerId root) => false;

    public SimLink Open()
    {
        var link = new SimLink(new PeerId(_nextPeer++), this);
        _links.Add(link);
        return link;
    }

    public void Closed(SimLink link)
    {
        _links.Remove(link);
        Scheduler.PeerClosed(link.Peer, clock.Now);
    }

    public void Take(PeerId peer, ClientMessage message)
    {
        if (message is TaskReport report)
        {
            _reports[(peer, report.Lease, report.Sequence)] = report;
        }

        Scheduler.Handle(peer, Anyone, message, clock.Now);
    }

    public void EndTurn()
    {
        Turn turn = Scheduler.EndTurn(clock.Now);
        store.Apply(turn.Changes);
        foreach (Outgoing outgoing in turn.Messages)
        {
            Observe(outgoing);
            _links.Find(link => link.Peer == outgoing.To)?.SendDown(outgoing.Message);
        }
    }

    /// <summary>Kills the broker, before or after its turn has become durable, and starts it again.</summary>
    public void Crash(bool beforeCommit)
    {
        Turn turn = Scheduler.EndTurn(clock.Now);
        if (!beforeCommit)
        {
            store.Apply(turn.Changes);
        }

        Scheduler = new Scheduler(new SchedulerOptions());
        Scheduler.Restore(store.Snapshot(), clock.Now);
        foreach (SimLink link in _links.ToArray())
        {
            link.Break();
        }
    }

    private void Observe(Outgoing outgoing)
    {
        if (outgoing.Message is ReportAck ack && _reports.TryGetValue((outgoing.To, ack.Lease, ack.Sequence), out TaskReport? report))
        {
            oracle.Acknowledged(report);
        }
        else if (outgoing.Message is StudyAccepted accepted)
        {
            Scheduler.Handle(outgoing.To, Anyone, new StudyWatch(accepted.Request, accepted.Study), clock.Now);
        }
        else if (outgoing.Message is StudyEnded ended)
        {
            oracle.Ended(ended);
        }
    }
}

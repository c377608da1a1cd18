using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>
/// Stands between a broker and consumers of its own: a consumer to the one above, a broker to those below. Its work is
/// what it leases from above; it acknowledges a report only when the one above has, so it needs no store.
/// </summary>
/// <remarks>
/// As pure as <see cref="Scheduler"/>, which it uses for its own consumers, and owned by one thread. Without a line
/// upwards nothing new is leased on. Its consumers have half the heartbeat limit that it has itself; when the broker above
/// has not answered for the other half, what has not started is asked back: a consumer that does not hear of that stops
/// starting by itself before the broker above gives its tasks to others. Under another agent the limit is halved again,
/// and heartbeats come as much more often.
/// </remarks>
public sealed class Agent
{
    private const int LeasesAhead = 2;
    private const int MostReadyForEachSlot = 4;

    private readonly ConsumerId _id;
    private readonly string _name;
    private readonly string _host;
    private readonly string _owner;
    private readonly Scheduler _scheduler;
    private readonly AgentContact _contact;
    private readonly UpstreamReports _reports = new();
    private readonly UpstreamLeases _leases;
    private readonly List<UpstreamRecall> _recalls = [];
    private readonly List<ClientMessage> _up = [];
    private readonly List<Outgoing> _down = [];
    private readonly ServiceWatch _service;
    private readonly Dictionary<string, string> _released = new(StringComparer.Ordinal);
    private AgentShape _shape = AgentShape.None;
    private long _shapeSeen;
    private string? _leaving;
    private int _credit;

    /// <summary>An agent without consumers and without a line.</summary>
    /// <param name="id">Its identity as a consumer; a new one for every life, since it remembers nothing.</param>
    /// <param name="name">Its name; shown in status.</param>
    /// <param name="host">The host it runs on; shown in status.</param>
    /// <param name="owner">The user behind it; it has no consumers of anybody else.</param>
    /// <param name="options">How the broker above is expected to treat it; a shorter heartbeat limit that it tells counts.</param>
    /// <param name="now">The present; its leases are numbered from there, so that no earlier life's number comes again.</param>
    public Agent(ConsumerId id, string name, string host, string owner, SchedulerOptions options, Instant now)
    {
        _id = id;
        _name = name;
        _host = host;
        _owner = owner;
        _scheduler = new Scheduler(options, agentOf: owner);
        _scheduler.NumberFrom(now);
        _contact = new AgentContact(options, _scheduler);
        _service = new ServiceWatch(_scheduler);
        _leases = new UpstreamLeases(_scheduler.Borrowed, _reports, _scheduler.RunnerOf);
    }

    /// <summary>The id in F58 of the Flux job that its instance is, or empty.</summary>
    public string Job { get; init; } = "";

    /// <summary>Whether there is a line to the broker above.</summary>
    public bool HasLine => _contact.HasLine;

    /// <summary>
    /// Whether it has come to its end, after it was asked to leave and its consumers have left their work: it has said
    /// goodbye, if there was a line to say it on.
    /// </summary>
    public bool HasLeft { get; private set; }

    /// <summary>Of how many studies it knows anything, for tests of its memory.</summary>
    internal int Studies => _scheduler.Studies.Count();

    /// <summary>When <see cref="EndTurn"/> must be called even if no message comes; valid after it.</summary>
    public Instant? NextDeadline { get; private set; }

    /// <summary>Says that there is a line to the broker above now, instead of any before.</summary>
    public void UplineOpened(Instant now)
    {
        _contact.LineOpened();
        _shapeSeen = _scheduler.CapacityChanges;
        _shape = _scheduler.Capacity();
        SayHello(now);
        _up.AddRange(_reports.Unacknowledged);
    }

    /// <summary>Says that the line to the broker above is gone.</summary>
    public void UplineClosed()
    {
        _contact.LineClosed();
        _up.Clear();
    }

    /// <summary>Asks its consumers to leave; it says goodbye when nothing is left to report.</summary>
    /// <param name="reason">Why, in words for their logs.</param>
    public void Leave(string reason) => _leaving ??= reason;

    /// <summary>Asks the consumers in a Flux job to leave: those that are there, and those that come later.</summary>
    /// <param name="job">The job's id in F58.</param>
    /// <param name="reason">Why, in words for their logs.</param>
    public void Release(string job, string reason) => _released[job] = reason;

    /// <summary>Where it stands; valid after <see cref="EndTurn"/>.</summary>
    public AgentFacts Facts()
    {
        IReadOnlyList<ConsumerInfo> consumers = _scheduler.Consumers;
        return new AgentFacts(
            HasLine && _contact.IsWelcome,
            consumers.Count(consumer => consumer.Attached),
            _scheduler.Borrowed.Ready,
            _scheduler.Borrowed.Leased,
            consumers.Sum(consumer => (long)consumer.Running.Count),
            _reports.Count);
    }

    /// <summary>Its consumers, in the order of their names.</summary>
    public IReadOnlyList<ConsumerSummary> Consumers(Instant now) =>
        _scheduler.ConsumersOf(ClientIdentity.OfThisUser(_owner), now);

    /// <summary>Takes a message of the broker above in.</summary>
    public void HandleUpstream(BrokerMessage message, Instant now)
    {
        // What was said before the hello was read is void: leases that the hello did not declare are closed.
        if (!_contact.IsWelcome && message is (LeaseGrant or LeaseRecall))
        {
            return;
        }

        switch (message)
        {
            case Welcome welcome:
                _contact.Welcomed(welcome, now);
                _leases.Lose(welcome.Lost);
                break;
            case HeartbeatAck ack:
                _contact.Acknowledged(ack, now);
                break;
            case ConsumerUnknown:
                SayHello(now);
                break;
            case LeaseGrant grant:
                _credit--;

                // A task may have ended here that this lease is the first to bring: the root is to hear of it as a late
                // success before the task becomes ready, or a consumer would be given it once more.
                _leases.Report(_scheduler.TakeChanges());
                if (_leases.HasLate)
                {
                    _reports.Send(now, hurry: true, _up);
                }

                _leases.Adopt(grant);
                _service.TasksHaveCome();
                break;
            case LeaseRecall recall:
                _recalls.Add(new UpstreamRecall(recall, _leases.Find(recall.Lease)));
                break;
            case ReportAck ack:
                _leases.Acknowledge(ack);
                break;
            case ConsumerStop stop:
                Leave(stop.Reason);
                break;
        }
    }

    /// <summary>Takes a consumer's message in.</summary>
    public void Handle(PeerId peer, ClientIdentity sender, ClientMessage message, Instant now)
    {
        if (sender.Owner != _owner)
        {
            _down.Add(new Outgoing(peer, new ConsumerRefused("This agent leases on to its own user's workers only.")));
            return;
        }

        if (message is LeaseRelease)
        {
            _service.TasksHaveCome();
        }

        if (message is TaskReport report)
        {
            _scheduler.Borrowed.Ensure(report.Array);
        }

        if (message is not ProducerRequest)
        {
            _scheduler.Handle(peer, sender, message, now);
        }
    }

    /// <summary>Says that a consumer's line is closed.</summary>
    public void PeerClosed(PeerId peer, Instant now)
    {
        _scheduler.PeerClosed(peer, now);
        _reports.Forget(peer);
    }

    /// <summary>Lets time pass and returns all effects since the last turn.</summary>
    public AgentTurn EndTurn(Instant now)
    {
        var releases = new List<ClientMessage>();
        AnswerRecalls(releases);
        if (_leaving is { } reason)
        {
            _scheduler.SendAllAway(reason);
        }
        else if (_released.Count > 0)
        {
            _scheduler.SendAway(_released);
        }

        _contact.RecallAllIfAlone(now);
        Turn turn = _scheduler.EndTurn(now);
        _leases.Report(turn.Changes);
        GiveBackUnserved(turn, now, releases);
        if (HasLine)
        {
            _reports.Send(now, hurry: _leaving is not null, _up);
        }

        _up.AddRange(releases);
        _leases.Prune();
        PassDown(turn.Messages);
        SpeakUp(now);
        Instant? reports = HasLine ? _reports.Due : null;
        NextDeadline = Earliest(Earliest(_scheduler.NextDeadline, reports), _contact.Next);
        return Take(turn.Ended);
    }

    private static Instant? Earliest(Instant? a, Instant? b) => a is null || b < a ? b ?? a : a;

    private void SayHello(Instant now)
    {
        _credit = 0;
        _recalls.Clear();
        _up.Add(new ConsumerHello(_id, _name, _host, _shape.Queues, _shape.Slots, IsAgent: true, [.. _leases.Held])
        {
            Number = _contact.Hello(now),
            TimeLeft = _scheduler.TimeLeft(now),
            Resources = _shape.Resources,
            Job = Job,
        });
    }

    private void AnswerRecalls(List<ClientMessage> into)
    {
        foreach (UpstreamRecall recall in _recalls.ToArray())
        {
            var releases = new List<LeaseRelease>();
            if (recall.Work(_scheduler.Borrowed, releases))
            {
                // The number comes last; what was given back before went ahead without it.
                releases.Add(new LeaseRelease(recall.Lease, default, [], recall.Number));
                _recalls.Remove(recall);
            }

            into.AddRange(releases);
        }
    }

    // What a consumer had whose session has ended in this very turn is looked at now: nothing may ever wake the agent again.
    private void GiveBackUnserved(Turn turn, Instant now, List<ClientMessage> into)
    {
        if (turn.Ended.Count > 0)
        {
            _service.TasksHaveCome();
        }

        if (_service.IsDue(now))
        {
            _leases.GiveBackUnserved(_scheduler, now, into);
        }
    }

    private void PassDown(IReadOnlyList<Outgoing> messages)
    {
        foreach (Outgoing outgoing in messages)
        {
            if (outgoing.Message is ReportAck)
            {
                _reports.Hold(outgoing);
            }
            else
            {
                _down.Add(outgoing);
            }
        }

        _reports.Release(_down);
    }

    private void SpeakUp(Instant now)
    {
        if (_leaving is not null)
        {
            SayGoodbyeWhenDone();
        }

        if (!HasLine || HasLeft)
        {
            return;
        }

        if (_leaving is null)
        {
            AskAnew(now);
        }

        if (_contact.TryBeat(now, out long number))
        {
            _up.Add(new Heartbeat([.. _scheduler.Consumers.SelectMany(consumer => consumer.Running)])
            {
                Number = number,
                TimeLeft = _scheduler.TimeLeft(now),
            });
        }
    }

    private void AskAnew(Instant now)
    {
        if (HasNewShape() is { } shape)
        {
            _shape = shape;
            SayHello(now);
        }
        else
        {
            AskForWork();
        }
    }

    private AgentShape? HasNewShape()
    {
        if (_shapeSeen == _scheduler.CapacityChanges)
        {
            return null;
        }

        _shapeSeen = _scheduler.CapacityChanges;
        AgentShape shape = _scheduler.Capacity();
        return shape.Equals(_shape) ? null : shape;
    }

    private void AskForWork()
    {
        if (_contact.IsAttached && _credit < LeasesAhead && IsHungry())
        {
            _up.Add(new CreditGrant(LeasesAhead - _credit));
            _credit = LeasesAhead;
        }
    }

    // What is ready may fit none of those that have room; but not everything above need come here on their account.
    private bool IsHungry()
    {
        long ready = _scheduler.Borrowed.Ready;
        return ready < _shape.Slots || (ready < (long)_shape.Slots * MostReadyForEachSlot && _scheduler.HasIdleConsumer);
    }

    private void SayGoodbyeWhenDone()
    {
        if (!HasLeft && _leases.IsEmpty && _reports.IsEmpty && !_scheduler.Borrowed.IsLeased)
        {
            HasLeft = true;
            _up.Add(new ConsumerGoodbye());
        }
    }

    private AgentTurn Take(IReadOnlyList<SessionEnded> ended)
    {
        var turn = new AgentTurn(HasLine ? [.. _up] : [], [.. _down]) { Ended = ended };
        _up.Clear();
        _down.Clear();
        return turn;
    }
}

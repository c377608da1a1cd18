using System.Text.Json;
using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>
/// Two owners with studies and workers of their own, and a writing-down of all that happens to them. Where attacks are made,
/// each also sends whatever comes to mind about what is the other's, on a line of its own.
/// </summary>
internal sealed class OwnedWorld
{
    private static readonly ClientIdentity[] Owners = [ClientIdentity.OfThisUser("ann"), ClientIdentity.OfThisUser("bob")];

    private readonly Random _random;
    private readonly Random _attacks;
    private readonly Scheduler _scheduler = new(new SchedulerOptions());
    private readonly Dictionary<PeerId, OwnedWorker> _workers = [];
    private readonly Dictionary<StudyId, ClientIdentity> _studies = [];
    private Instant _now = new(1_700_000_000_000_000);
    private long _request;

    public OwnedWorld(int seed)
    {
        _random = new Random(seed);
        _attacks = new Random(seed + 1);
        for (int i = 0; i < 4; i++)
        {
            var worker = new OwnedWorker(Owners[i % 2], new PeerId(100 + i), $"{Owners[i % 2].Owner}-{i}");
            _workers.Add(worker.Peer, worker);
            Say(worker, worker.Hello);
            Say(worker, new CreditGrant(2));
        }

        // The lines from which attacks are made have consumers too, which never ask for work.
        foreach (ClientIdentity owner in Owners)
        {
            _scheduler.Handle(Line(owner), owner, Attacker(owner, []), _now);
        }
    }

    /// <summary>All that became durable and all that was said to honest lines, in order.</summary>
    public List<string> Happened { get; } = [];

    public void Run(int steps, bool attacked)
    {
        for (int i = 0; i < steps; i++)
        {
            Beat();
            if (attacked)
            {
                Attack();
            }

            Act();
            EndTurn();
            _now += TimeSpan.FromMilliseconds(_random.Next(200));
        }
    }

    private static PeerId Line(ClientIdentity attacker) => new(attacker == Owners[0] ? 1 : 2);

    private static ConsumerHello Attacker(ClientIdentity owner, IReadOnlyList<HeldLease> held) =>
        new(new ConsumerId($"{owner.Owner}-attacker"), "x", "h", ["x"], 1, IsAgent: false, held);

    private static PeerId Desk(ClientIdentity owner) => new(owner == Owners[0] ? 3 : 4);

    // Everybody is heard in every step, with attacks or without: being heard is all that an attack may change.
    private void Beat()
    {
        foreach (OwnedWorker worker in _workers.Values)
        {
            Say(worker, new Heartbeat([]));
        }

        foreach (ClientIdentity owner in Owners)
        {
            _scheduler.Handle(Line(owner), owner, new Heartbeat([]), _now);
        }
    }

    private void Act()
    {
        OwnedWorker worker = _workers.Values.ElementAt(_random.Next(_workers.Count));
        switch (_random.Next(10))
        {
            case 0:
                Submit(Owners[_random.Next(2)]);
                break;
            case 1 when _studies.Count > 0:
                Steer(_studies.ElementAt(_random.Next(_studies.Count)));
                break;
            default:
                foreach (ClientMessage message in worker.Work(_random.Next(5) == 0 ? TaskOutcome.SoftFailed : TaskOutcome.Succeeded))
                {
                    Say(worker, message);
                }

                break;
        }
    }

    private void Submit(ClientIdentity owner)
    {
        StudySubmission made = SimStudies.Make(_random);
        StudySubmission submission = made with { Arrays = [.. made.Arrays.Select(array => array with { Queue = $"{owner.Owner}-queue" })] };
        _scheduler.Handle(Desk(owner), owner, new StudySubmit(++_request, submission), _now);
    }

    private void Steer(KeyValuePair<StudyId, ClientIdentity> study)
    {
        ProducerRequest request = _random.Next(4) switch
        {
            0 => new StudyCancel(++_request, study.Key),
            1 => new StudyHold(++_request, study.Key, Held: _random.Next(2) == 0),
            2 => new StudyWatch(++_request, study.Key),
            _ => new UrgencyChange(++_request, study.Key, [], _random.Next(32)),
        };
        _scheduler.Handle(Desk(study.Value), study.Value, request, _now);
    }

    private void Attack()
    {
        ClientIdentity attacker = Owners[_attacks.Next(2)];
        StudyId[] targets = [.. _studies.Where(study => study.Value != attacker).Select(study => study.Key)];
        OwnedWorker[] victims = [.. _workers.Values.Where(worker => worker.Owner != attacker)];
        OwnedWorker victim = victims[_attacks.Next(victims.Length)];
        StudyId study = targets.Length > 0 ? targets[_attacks.Next(targets.Length)] : new StudyId(999);
        LeaseId lease = victim.Leases.Count > 0 ? victim.Leases[0] : new LeaseId(999);
        var array = new ArrayId(study, _attacks.Next(3));
        _scheduler.Handle(Line(attacker), attacker, Hostile(attacker, study, array, lease, victim), _now);
        Assert.False(_scheduler.MaySee(attacker, study));
        Assert.False(_scheduler.MayRun(attacker, study));
        Assert.Empty(_scheduler.Explain(attacker, study, array.Ordinal, 0, _now));
        Assert.All(_scheduler.ConsumersOf(attacker, _now), consumer => Assert.Equal(attacker.Owner, consumer.Owner));
        Assert.DoesNotContain(_scheduler.QueuesOf(attacker, []), queue => queue.Queue == $"{victim.Owner.Owner}-queue");
        Assert.Equal(
            (0L, 0L, 0L), _scheduler.QueuesOf(attacker, [$"{victim.Owner.Owner}-queue"]) is [var one] ? (one.Waiting, one.Ready, one.Leased) : default);
    }

    private ClientMessage Hostile(ClientIdentity attacker, StudyId study, ArrayId array, LeaseId lease, OwnedWorker victim)
    {
        IndexRange[] ranges = [new IndexRange(0, _attacks.Next(1, 50))];
        return _attacks.Next(14) switch
        {
            0 => new StudyCancel(1, study),
            1 => new StudyHold(1, study, Held: true),
            2 => new UrgencyChange(1, study, [], 0),
            3 => new StudyShare(1, study, "bob", Shared: true),
            4 => new StudyWatch(1, study),
            5 => new StudyExtend(1, study, [0], 1, 2, default, 1),
            6 => new QueuePurge(1, [$"{victim.Owner.Owner}-queue"]),
            7 => new ConsumersStop(1, [victim.Id]),
            8 => victim.Hello,
            9 => new TaskReport(lease, array, 1, [new TaskRecord(0, TaskOutcome.Succeeded, 0, 0, 1, 1, 1)], []),
            10 => new TaskReport(lease, array, 1, [new TaskRecord(1, TaskOutcome.HardFailed, 0, 0, 1, 1, 1)], ranges),
            11 => new LeaseRelease(lease, array, ranges, _attacks.Next(100)),
            12 => new Heartbeat([new RunningTask(array, _attacks.Next(4), 0, 1)]),
            _ => Attacker(attacker, [new HeldLease(lease, array, ranges)]),
        };
    }

    private void EndTurn()
    {
        Turn turn = _scheduler.EndTurn(_now);
        foreach (BrokerChange change in turn.Changes)
        {
            WriteDown(change);
        }

        foreach (Outgoing outgoing in turn.Messages)
        {
            Take(outgoing);
        }

        foreach (Study study in _scheduler.Studies)
        {
            study.Arrays.ForEach(array => Happened.Add($"{array.Id} {array.Counts()}"));
        }
    }

    private void Take(Outgoing outgoing)
    {
        if (outgoing.To == Line(Owners[0]) || outgoing.To == Line(Owners[1]))
        {
            Assert.True(
                outgoing.Message is RequestRefused or QueuePurged { Tasks: 0 } or RequestDone or ReportAck or HeartbeatAck
                    or ConsumerRefused or Welcome,
                $"an attacker is told {outgoing.Message}");
            return;
        }

        WriteDown(outgoing.Message, outgoing.To);
        if (outgoing.Message is StudyAccepted accepted)
        {
            _studies.Add(accepted.Study, outgoing.To == Desk(Owners[0]) ? Owners[0] : Owners[1]);
        }
        else if (_workers.TryGetValue(outgoing.To, out OwnedWorker? worker))
        {
            if (outgoing.Message is LeaseGrant grant)
            {
                Assert.True(_studies[grant.Chain[0].Study] == worker.Owner, $"{grant.Lease} crosses owners");
            }

            foreach (ClientMessage answer in worker.Answer(outgoing.Message))
            {
                Say(worker, answer);
            }
        }
    }

    private void Say(OwnedWorker worker, ClientMessage message) => _scheduler.Handle(worker.Peer, worker.Owner, message, _now);

    private void WriteDown(object what, PeerId? to = null) =>
        Happened.Add($"{to} {what.GetType().Name} {JsonSerializer.Serialize(what, what.GetType())}");
}

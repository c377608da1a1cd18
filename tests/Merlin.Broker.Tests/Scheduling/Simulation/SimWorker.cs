using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>A worker that keeps to the protocol, and does everything that the protocol allows in random order.</summary>
internal sealed class SimWorker(string name, ISimBroker broker, Random random, Oracle oracle, SimClock clock, string[] queues)
{
    // Shares of a worker do not add up exactly.
    private const double Rounding = 1e-9;

    private readonly int _slots = random.Next(1, 5);
    private readonly BrokerContact _contact = new();
    private readonly Dictionary<LeaseId, SimLease> _leases = [];
    private readonly List<(SimLease Lease, int Place, long Index, int Attempt, long Start)> _running = [];
    private readonly SimOutbox _outbox = new(random);
    private bool _leaving;

    public bool IsGone { get; private set; }

    public SimLink? Link { get; private set; }

    /// <summary>How tasks end here; a study of failures needs other numbers than one of successes.</summary>
    public required Func<ArrayId, TaskOutcome> Outcome { get; init; }

    /// <summary>When its time is out; null for never.</summary>
    public Instant? EndsAt { get; init; }

    /// <summary>What it owns; empty when a task of any shape takes one of its slots.</summary>
    public InstanceResources[] Resources { get; private set; } = [];

    /// <summary>Which tasks kill it.</summary>
    public required Func<ArrayId, long, bool> Kills { get; init; }

    /// <summary>Whether it can run every task and does not leave.</summary>
    public bool ServesAll => queues.Length == 0 && EndsAt is null && !IsGone
        && (Resources.Length == 0 || ReferenceEquals(Resources, SimShapes.EnoughForAll));

    /// <summary>Whether a task runs here that kills its worker.</summary>
    public bool IsDoomed => _running.Exists(task => Kills(task.Lease.Grant.Chain[task.Place], task.Index));

    public bool HasTaskToRunAlone => _leases.Values.Any(lease => lease.Grant.Alone);

    public bool IsAttached => Link is { IsOpen: true };

    public void Attach()
    {
        Link = broker.Open();
        SayHello();
    }

    private void SayHello()
    {
        Link!.Send(new ConsumerHello(
            new ConsumerId(name), name, "host", queues, _slots, IsAgent: false, [.. _leases.Values.SelectMany(lease => lease.Held())])
        {
            Number = _contact.Hello(clock.Now),
            TimeLeft = EndsAt - clock.Now,
            Resources = Resources,
        });
        if (_leaving)
        {
            GiveEverythingBack();
        }

        int taken = _leases.Values.Count(lease => !lease.CreditReturned);
        if (!_leaving && taken < 2)
        {
            Link.Send(new CreditGrant(2 - taken));
        }

        _outbox.Unacknowledged.ForEach(Link.Send);
    }

    /// <summary>Owns other things from now on: it says so when it attaches again.</summary>
    public void Own(InstanceResources[] resources)
    {
        if (IsAttached)
        {
            Break();
        }

        Resources = resources;
    }

    public void Break()
    {
        oracle.Misfortune(this);
        _contact.LineClosed();
        Link?.Break();
    }

    public void Stall()
    {
        oracle.Misfortune(this);
        Link?.IsStalled = !Link.IsStalled;
    }

    public void Take()
    {
        if (Link is not { Moves: true } || !Link.Down.TryDequeue(out BrokerMessage? message))
        {
            return;
        }

        switch (message)
        {
            case Welcome welcome:
                _contact.Welcomed(welcome.Number, welcome.HeartbeatLimit);
                Lose(welcome.Lost);
                break;
            case ConsumerUnknown:
                SayHello();
                break;
            case HeartbeatAck ack:
                _contact.Acknowledged(ack.Number);
                break;
            case LeaseGrant grant:
                AssertFits(grant);
                _leases.Add(grant.Lease, new SimLease(grant));
                break;
            case LeaseRecall recall:
                GiveBack(recall);
                break;
            case ReportAck ack:
                _outbox.Acknowledge(ack, _leases);
                break;
            case ConsumerStop:
                Leave();
                break;
        }

        ReturnCredit();
    }

    /// <summary>Does one thing of its own accord.</summary>
    public void Act()
    {
        if (IsGone)
        {
            return;
        }

        switch (random.Next(4))
        {
            case 0 or 1 when _contact.MayStart(clock.Now) && !_leaving:
                Start();
                break;
            case 2 when _running.Count > 0:
                FinishUnlessDeadly(random.Next(_running.Count));
                break;
            default:
                Speak();
                break;
        }

        ReturnCredit();
    }

    public void Beat()
    {
        if (IsAttached && !IsGone)
        {
            Link!.Send(new Heartbeat([.. _running.Select(task =>
                new RunningTask(task.Lease.Grant.Chain[task.Place], task.Index, task.Attempt, task.Start))])
            {
                Number = _contact.Heartbeat(clock.Now),
                TimeLeft = EndsAt - clock.Now,
            });
        }
    }

    /// <summary>Stops starting tasks and gives back what is not started.</summary>
    public void Leave()
    {
        if (!_leaving && IsAttached)
        {
            _leaving = true;
            GiveEverythingBack();
        }
    }

    public override string ToString() =>
        $"{name}: attached {IsAttached} until {_contact.StartUntil} leaving {_leaving} leases {_leases.Count} running {_running.Count} "
        + $"{_outbox} up {Link?.Up.Count} down {Link?.Down.Count}";

    private void Lose(IReadOnlyList<HeldLease> lost)
    {
        foreach (HeldLease part in lost)
        {
            if (_leases.TryGetValue(part.Lease, out SimLease? lease))
            {
                lease.IsLost = true;
                int place = lease.Grant.Chain.ToList().IndexOf(part.Array);
                foreach (IndexRange range in part.Ranges)
                {
                    for (long index = range.Start; index < range.End; index++)
                    {
                        lease.Unstarted[place].Remove(index);
                    }
                }
            }
        }
    }

    private void Start()
    {
        foreach (SimLease lease in _leases.Values)
        {
            foreach ((int place, long index) in lease.Startable())
            {
                if (!HasRoomFor(lease.Grant.Chain[place]))
                {
                    continue;
                }

                string where = $"{name} of {broker.GetType().Name} place {place} of {lease.Grant}";
                oracle.Start(lease.Grant.Chain[place], index, IsMine, where);
                AssertAlone(lease, where);
                lease.Unstarted[place].Remove(index);
                lease.Running[place].Add(index);
                lease.InHand[place].Add(index);
                _running.Add((lease, place, index, lease.AttemptOf(place, index).Attempt, clock.Now.UnixMicros));
                return;
            }
        }
    }

    private bool HasRoomFor(ArrayId array)
    {
        double load = _running.Sum(task => ShareOf(task.Lease.Grant.Chain[task.Place]));
        return load + ShareOf(array) <= 1 + Rounding;
    }

    private double ShareOf(ArrayId array) => 1.0 / SlotsFor(array);

    private long SlotsFor(ArrayId array) =>
        Resources.Length == 0 ? _slots : Resources.Sum(kind => kind.SlotsFor(oracle.ShapeOf(array)));

    private void AssertFits(LeaseGrant grant)
    {
        foreach (ArrayId array in grant.Chain)
        {
            Assert.True(SlotsFor(array) > 0, $"{array} of {oracle.ShapeOf(array)} is leased to {name} with {string.Join(", ", Resources)}");
        }

        for (int place = 0; place < grant.Shapes.Count; place++)
        {
            Assert.Equal(oracle.ShapeOf(grant.Chain[place]), grant.Shapes[place]);
        }
    }

    private bool IsMine(ConsumerId root) => root.Value == name || broker.Holds(root);

    // What the broker has given up may go on beside it.
    private void AssertAlone(SimLease started, string where)
    {
        bool alone = _running.TrueForAll(task => task.Lease.IsLost || (!task.Lease.Grant.Alone && !started.Grant.Alone));
        Assert.True(alone, $"a task that must run alone runs beside another at {where}");
    }

    private void FinishUnlessDeadly(int which)
    {
        if (!Kills(_running[which].Lease.Grant.Chain[_running[which].Place], _running[which].Index))
        {
            Finish(which);
        }
    }

    private void Finish(int which, TaskOutcome? forced = null)
    {
        (SimLease lease, int place, long index, int attempt, long start) = _running[which];
        _running.RemoveAt(which);
        ArrayId array = lease.Grant.Chain[place];
        TaskOutcome outcome = forced ?? Outcome(array);
        oracle.Finish(array, index, outcome);
        lease.Running[place].Remove(index);
        if (outcome.AsksForAnotherAttempt() || outcome.EndState() == TaskState.Raised)
        {
            lease.Drop(place + 1, index);
        }

        _outbox.Add(lease, place, new TaskRecord(index, outcome, 0, attempt, start, clock.Now.UnixMicros - start, 0));
    }

    private void Speak()
    {
        TaskReport? report = _outbox.Next();
        if (!IsAttached)
        {
            return;
        }

        if (report is not null)
        {
            Link!.Send(report);
        }

        if (_outbox.Repeated() is { } repeated)
        {
            Link!.Send(repeated);
        }

        if (_leaving && _running.Count == 0 && _outbox.Unacknowledged.Count == 0)
        {
            Link!.Send(new ConsumerGoodbye());
            IsGone = true;
        }
    }

    private void GiveBack(LeaseRecall recall)
    {
        var releases = new List<LeaseRelease>();
        if (_leases.TryGetValue(recall.Lease, out SimLease? lease))
        {
            if (recall.Kill)
            {
                Kill(lease, recall.Ranges);
            }

            for (int place = lease.Unstarted.Length - 1; place >= 0; place--)
            {
                long[] mine = [.. lease.Unstarted[place].Where(index =>
                    recall.Ranges.Any(range => range.Contains(index))
                    && (place == 0 || !lease.Unstarted[place - 1].Contains(index)))];
                if (mine.Length > 0)
                {
                    releases.Add(new LeaseRelease(recall.Lease, lease.Grant.Chain[place], [.. mine.Select(IndexRange.Of)], null));
                    System.Array.ForEach(mine, index => lease.Drop(place, index));
                }
            }
        }

        if (releases.Count == 0)
        {
            releases.Add(new LeaseRelease(recall.Lease, new ArrayId(new StudyId(1), 0), [], null));
        }

        releases[^1] = releases[^1] with { Recall = recall.Recall };
        releases.ForEach(Link!.Send);
    }

    private void Kill(SimLease lease, IReadOnlyList<IndexRange> ranges)
    {
        for (int i = _running.Count - 1; i >= 0; i--)
        {
            if (_running[i].Lease == lease && ranges.Any(range => range.Contains(_running[i].Index)))
            {
                Finish(i, TaskOutcome.Cancelled);
            }
        }
    }

    private void GiveEverythingBack()
    {
        foreach (SimLease lease in _leases.Values)
        {
            for (int place = lease.Unstarted.Length - 1; place >= 0; place--)
            {
                if (lease.Unstarted[place].Count > 0)
                {
                    Link!.Send(new LeaseRelease(
                        lease.Grant.Lease, lease.Grant.Chain[place], [.. lease.Unstarted[place].Select(IndexRange.Of)], null));
                    lease.Unstarted[place].Clear();
                }
            }
        }
    }

    private void ReturnCredit()
    {
        foreach (SimLease lease in _leases.Values)
        {
            if (!lease.CreditReturned && !lease.Startable().Any())
            {
                lease.CreditReturned = true;
                if (IsAttached && !_leaving)
                {
                    Link!.Send(new CreditGrant(1));
                }
            }

            if (lease.CreditReturned && lease.Unstarted.All(place => place.Count == 0) && lease.InHand.All(place => place.Count == 0))
            {
                _leases.Remove(lease.Grant.Lease);
            }
        }
    }
}

using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>A root broker, workers and producers, and everything that can happen between them.</summary>
internal sealed class SimWorld
{
    private const int MostRounds = 4000;

    private readonly Random _random;
    private readonly SimClock _clock = new();
    private readonly ModelStore _store = new();
    private readonly Oracle _oracle;
    private readonly SimRoot _root;
    private readonly StateCheck _check;
    private readonly List<SimAgent> _agents = [];
    private readonly List<SimWorker> _workers = [];
    private readonly int _flavour;
    private readonly bool _shaped;
    private readonly bool _giants;
    private SimLink _producer;
    private int _workerCount;
    private long _request;
    private readonly (int Ordinal, long Index)? _poison;

    public SimWorld(Random random)
    {
        _random = random;
        _flavour = random.Next(6);
        _shaped = random.Next(2) == 0;
        _giants = _shaped && random.Next(2) == 0;
        _poison = random.Next(4) == 0 ? (random.Next(3), random.Next(5)) : null;
        _oracle = new Oracle(_store, Kills);
        _root = new SimRoot(_clock, _store, _oracle);
        _check = new StateCheck(_root, _store);
        _producer = _root.Open();
        int agents = random.Next(4) == 0 ? random.Next(1, 4) : 0;
        for (int i = 0; i < agents; i++)
        {
            ISimBroker above = i > 0 && random.Next(2) == 0 ? _agents[0] : _root; // two levels at the most
            _agents.Add(new SimAgent($"agent{i}", above, _clock));
        }

        int workers = random.Next(1, 5) + agents;
        for (int i = 0; i < workers; i++)
        {
            Hire();
        }
    }

    public int Starts => _oracle.Starts;

    /// <summary>How many tasks were given up because they kill their workers.</summary>
    public int Quarantined => _oracle.Quarantined;

    /// <summary>Lets a study or more run through all kinds of trouble, then brings everything to an end.</summary>
    public void Run()
    {
        Submit();
        int steps = _random.Next(100, 800);
        for (int i = 0; i < steps; i++)
        {
            Step();
            if (i % 16 == 0)
            {
                _check.Run();
            }
        }

        Quiesce();
    }

    private void Step()
    {
        switch (_random.Next(100))
        {
            case < 30:
                Deliver(Pick(AllLinks()));
                break;
            case < 50:
                Pick(_workers)?.Take();
                break;
            case < 78:
                Act(Pick(_workers));
                break;
            case < 93:
                Pick<ISimBroker>([_root, .. _agents])?.EndTurn();
                break;
            case < 97:
                Pass(TimeSpan.FromMilliseconds(_random.Next(400)));
                break;
            default:
                Trouble();
                break;
        }

        Replace();
    }

    private void Trouble()
    {
        switch (_random.Next(15))
        {
            case 0 or 1:
                Pick(_workers)?.Break();
                break;
            case 2 or 3:
                Pick(_workers.FindAll(worker => !worker.IsAttached))?.Attach();
                break;
            case 4:
                Kill(Pick(_workers));
                break;
            case 5:
                _root.Crash(beforeCommit: _random.Next(2) == 0);
                _producer = _root.Open();
                break;
            case 6 when _store.Studies.Count < 3:
                Submit();
                break;
            case 7 when _random.Next(4) == 0:
                _producer.Send(new StudyCancel(++_request, AnyStudy()));
                break;
            case 8 or 9:
                int[] ordinals = _random.Next(2) == 0 ? [] : [_random.Next(4)];
                _producer.Send(new UrgencyChange(++_request, AnyStudy(), ordinals, _random.Next(32)));
                break;
            case 10:
                LetMuchTimePass();
                break;
            case 11:
                Pick(_workers)?.Stall();
                break;
            case 12 when Pick(_workers) is { Resources.Length: > 0, ServesAll: false } worker:
                worker.Own(SimShapes.Owned(_random));
                break;
            default:
                Pick(_agents)?.Trouble(_random);
                break;
        }
    }

    // Long enough for those without a line to be lost; the others are heard all the time.
    private void LetMuchTimePass()
    {
        for (int i = 0; i < 10; i++)
        {
            Pass(TimeSpan.FromSeconds(4));
            DeliverEverything();
            EndTurns();
        }
    }

    private void Quiesce()
    {
        AllLinks().ForEach(link => link.IsStalled = false);
        int starts = 0;
        for (int round = 0; round < MostRounds; round++)
        {
            _oracle.CheckQuarantine();
            if (_store.Studies.Values.All(study => study.End != StudyEnd.None))
            {
                return;
            }

            _agents.ForEach(agent => agent.AttachIfNeeded());
            foreach (SimWorker worker in _workers.Where(worker => !worker.IsAttached))
            {
                worker.Attach();
            }

            Replace();
            CancelGiants(round);
            DeliverEverything();
            _workers.ToList().ForEach(worker => Repeat(6, () => Act(worker)));
            ReleaseHeld(round);
            EndTurns();
            Pass(TimeSpan.FromMilliseconds(starts == Starts ? 4000 : 300));
            starts = Starts;
            if (round % 16 == 0)
            {
                _check.Run();
            }
        }

        Assert.Fail($"A study does not end.\n{Describe()}");
    }

    // What fits nobody waits for ever, and was never with anybody.
    private void CancelGiants(int round)
    {
        foreach ((long id, ModelStudy study) in _store.Studies)
        {
            if (round % 50 == 49 && study.Arrays.Any(array => array.Spec.Shape == SimShapes.Giant))
            {
                _producer.Send(new StudyCancel(++_request, new StudyId(id)));
            }
        }
    }

    private void ReleaseHeld(int round)
    {
        foreach ((long id, ModelStudy study) in _store.Studies)
        {
            if (round % 50 == 0 && study.End == StudyEnd.None && study.Arrays.Any(array => array.Urgency == 0))
            {
                _producer.Send(new UrgencyChange(++_request, new StudyId(id), [], 16));
            }
        }
    }

    private void DeliverEverything()
    {
        for (int pass = 0; pass < 3; pass++)
        {
            foreach (SimLink link in AllLinks())
            {
                while (link.Moves && link.Up.Count > 0)
                {
                    Deliver(link);
                }
            }

            EndTurns();
            foreach (SimWorker worker in _workers)
            {
                while (worker.Link is { Moves: true, Down.Count: > 0 })
                {
                    worker.Take();
                }
            }
        }
    }

    private void EndTurns()
    {
        _root.EndTurn();
        _agents.ForEach(agent => agent.EndTurn());
    }

    private void Pass(TimeSpan span)
    {
        _clock.Advance(span);
        foreach (SimWorker worker in _workers.ToArray())
        {
            worker.Beat();
            if (worker.EndsAt <= _clock.Now)
            {
                LeaveInTime(worker);
            }
        }
    }

    // In order, or not: a batch system asks nobody.
    private void LeaveInTime(SimWorker worker)
    {
        if (_random.Next(4) == 0)
        {
            Kill(worker);
        }
        else
        {
            worker.Leave();
        }
    }

    private void Act(SimWorker? worker)
    {
        if (worker is { IsDoomed: true } && _random.Next(3) == 0)
        {
            Kill(worker);
        }
        else if (worker is not null && _workers.Contains(worker))
        {
            worker.Act();
        }
    }

    private void Deliver(SimLink? link)
    {
        if (link is { Moves: true })
        {
            link.DeliverUp(twice: _random.Next(16) == 0);
        }
    }

    private bool Kills(ArrayId array, long index) => _poison == (array.Ordinal, index);

    private void Submit() => _producer.Send(new StudySubmit(++_request, NewStudy()));

    private StudySubmission NewStudy()
    {
        StudySubmission study = SimStudies.Make(_random);
        return _shaped ? SimShapes.Shaped(study, _random, _giants) : study;
    }

    // Without resources a worker takes a task of any shape.
    private InstanceResources[] ResourcesOf(bool servesAll)
    {
        bool owns = _shaped && (_giants || _random.Next(4) > 0);
        return (owns, servesAll) switch
        {
            (false, _) => [],
            (true, true) => SimShapes.EnoughForAll,
            _ => SimShapes.Owned(_random),
        };
    }

    private StudyId AnyStudy() => new(_random.Next(1, _store.Studies.Count + 1));

    private void Hire(bool servesAll = false)
    {
        // Somebody must serve every queue, or studies could not end.
        servesAll |= _workerCount == 0;
        string[] queues = servesAll || _random.Next(2) == 0
            ? []
            : [.. SimStudies.Queues.Where(_ => _random.Next(2) == 0)];
        ISimBroker broker = _agents.Count > 0 && _random.Next(3) > 0 ? _agents[_random.Next(_agents.Count)] : _root;
        var worker = new SimWorker($"worker{_workerCount++}", broker, _random, _oracle, _clock, queues)
        {
            Outcome = Outcome,
            Kills = Kills,
            EndsAt = !servesAll && _random.Next(4) == 0 ? _clock.Now + TimeSpan.FromSeconds(_random.Next(3, 120)) : null,
        };
        worker.Own(ResourcesOf(servesAll));
        _workers.Add(worker);
        worker.Attach();
    }

    private void Kill(SimWorker? worker)
    {
        if (worker is not null)
        {
            worker.Break();
            _workers.Remove(worker);
        }
    }

    private void Replace()
    {
        foreach (SimWorker gone in _workers.Where(worker => worker.IsGone && worker.Link!.Up.Count == 0).ToArray())
        {
            Kill(gone);
        }

        while (_workers.Count == 0 || _workers.TrueForAll(worker => !worker.ServesAll))
        {
            Hire(servesAll: true);
        }
    }

    private TaskOutcome Outcome(ArrayId array) => _random.Next(40) switch
    {
        0 => TaskOutcome.SoftFailed,
        1 => TaskOutcome.Retry,
        2 => TaskOutcome.Restart,
        3 => TaskOutcome.StartFailed,
        4 => TaskOutcome.AlreadyFinished,
        5 when _flavour == 1 => TaskOutcome.Raised,
        6 when _flavour == 1 => TaskOutcome.NotStartable,
        7 when _flavour == 2 && _random.Next(4) == 0 => TaskOutcome.HardFailed,
        8 when _flavour == 3 && _random.Next(4) == 0 => TaskOutcome.StopWorkers,
        < 20 when _flavour == 4 && array.Ordinal == 0 => TaskOutcome.Raised,
        _ => TaskOutcome.Succeeded,
    };

    private string Describe() =>
        string.Join('\n', _root.Scheduler.Studies.SelectMany(study => study.Arrays)
            .Select(array => $"{array.Id} {array.Spec.Queue} u{array.Urgency} {array.Counts()} shadows {array.OpenShadows.Count}"))
        + "\n" + string.Join('\n', _root.Scheduler.Leases.Select(lease =>
            $"{lease.Id} of {lease.Holder.Id} left {lease.Remaining().Count} recalls {lease.Recalls.Count}"))
        + "\n" + string.Join('\n', _root.Scheduler.Consumers.Select(consumer => consumer.ToString()))
        + "\n" + string.Join('\n', _agents)
        + "\n" + string.Join('\n', _workers);

    private List<SimLink> AllLinks() => [.. _root.Links, .. _agents.SelectMany(agent => agent.Links)];

    private T? Pick<T>(IReadOnlyList<T> from)
        where T : class => from.Count == 0 ? null : from[_random.Next(from.Count)];

    private static void Repeat(int times, Action action)
    {
        for (int i = 0; i < times; i++)
        {
            action();
        }
    }
}

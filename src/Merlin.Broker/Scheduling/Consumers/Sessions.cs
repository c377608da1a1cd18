using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Scheduling;

/// <summary>Begins, keeps and ends the sessions of consumers, and settles what they hold when they come and go.</summary>
internal sealed class Sessions(
    SchedulerOptions options, Effects effects, ConsumerTable consumers, LeaseTable leases, StudyTable studies, Recalls recalls, Blame blame)
{
    private readonly PriorityQueue<Consumer, Instant> _deadlines = new();
    private readonly HashSet<PeerId> _told = [];
    private Pulse _pulse = new(options.HeartbeatInterval, options.HeartbeatLimit);
    private readonly Admission _admission = new(options, effects, consumers);

    /// <summary>When the next session may have to be ended, at the earliest; null without sessions.</summary>
    public Instant? Next => _deadlines.TryPeek(out _, out Instant time) ? time : null;

    public void Hello(PeerId peer, ClientIdentity sender, ConsumerHello hello, Instant now)
    {
        if (_admission.Refusal(peer, sender, hello) is { } refusal)
        {
            _told.Add(peer);
            effects.Send(peer, new ConsumerRefused(refusal));
            return;
        }

        Consumer consumer = consumers.Find(hello.Consumer)
            ?? Begin(new Consumer(hello.Consumer, sender.Owner), now + _pulse.Limit);
        _told.Remove(peer);
        consumers.Retire(consumer);
        consumers.Attach(consumer, peer);
        consumer.Describe(hello);
        _admission.Bind(peer, consumer, sender);
        consumer.SetTimeLeft(hello.TimeLeft, now);
        consumer.Credit = 0;
        consumer.Limit = _pulse.Limit;
        consumer.Deadline = now + consumer.Limit;
        Recalls.Drop(consumer);
        List<HeldLease> lost = Reconcile(consumer, hello.Held);
        effects.Send(peer, Welcome(hello.Number, lost));
        if (consumer.StopReason is { } reason)
        {
            effects.Send(peer, new ConsumerStop(reason));
        }
        else if (consumer.TakesWork)
        {
            consumers.Enlist(consumer);
        }

        recalls.Renew(consumer);
    }

    /// <summary>What consumers are told about saying that they live; those told otherwise are asked for a hello.</summary>
    public Pulse Pulse
    {
        get => _pulse;
        set
        {
            _pulse = value;
            foreach (Consumer consumer in consumers.All)
            {
                if (consumer.Limit != value.Limit && consumer.Peer is { } peer)
                {
                    AskForHello(peer);
                }
            }
        }
    }

    /// <summary>The longest silence that any consumer was told it may keep.</summary>
    public TimeSpan LongestLimit
    {
        get
        {
            TimeSpan longest = _pulse.Limit;
            foreach (Consumer consumer in consumers.All)
            {
                longest = longest > consumer.Limit ? longest : consumer.Limit;
            }

            return longest;
        }
    }

    /// <summary>Begins the session of a consumer that is here for the first time, or that a store remembers.</summary>
    public Consumer Begin(Consumer consumer, Instant deadline)
    {
        consumer.Limit = _pulse.Limit;
        consumer.Deadline = deadline;
        consumers.Add(consumer);
        _deadlines.Enqueue(consumer, deadline);
        return consumer;
    }

    /// <summary>
    /// The consumer that speaks on a line, which may be one given up as lost; null when nobody said hello there, or somebody
    /// else speaks on it now.
    /// </summary>
    public Consumer? Speaker(PeerId peer, ClientIdentity sender) => _admission.Speaker(peer, sender);

    /// <summary>Notes that a consumer was heard: it lives, even if it was given up before.</summary>
    public void Heard(Consumer consumer, Instant now)
    {
        if (consumer.LostHeld is not { } held)
        {
            consumer.Deadline = now + consumer.Limit;
        }
        else if (consumers.Find(consumer.Id) is null)
        {
            Revive(consumer, held, now);
        }
    }

    /// <summary>Asks whoever speaks as a consumer on a line without a hello to say it, once.</summary>
    public void AskForHello(PeerId peer)
    {
        if (_told.Add(peer))
        {
            effects.Send(peer, new ConsumerUnknown());
        }
    }

    /// <summary>Notes that a line is closed; from now on its consumer has the usual time to be heard again.</summary>
    public void LineClosed(PeerId peer, Instant now)
    {
        if (consumers.Find(peer) is { LostHeld: null } consumer)
        {
            consumer.Deadline = now + consumer.Limit;
        }

        _told.Remove(peer);
        _admission.Forget(peer);
        consumers.Detach(peer);
    }

    public void Goodbye(PeerId peer)
    {
        if (consumers.Find(peer) is { } consumer)
        {
            consumers.Detach(peer);
            effects.Note(consumer.SessionEnd(isLost: false));
            _told.Add(peer);
            End(consumer);
        }
    }

    /// <summary>Ends the sessions of those who were silent for too long.</summary>
    public void Expire(Instant now)
    {
        while (_deadlines.TryPeek(out Consumer? consumer, out Instant time) && time <= now)
        {
            _deadlines.Dequeue();
            if (consumers.Find(consumer.Id) != consumer)
            {
                continue;
            }

            if (consumer.Deadline > now)
            {
                _deadlines.Enqueue(consumer, consumer.Deadline);
            }
            else
            {
                effects.Note(consumer.SessionEnd(isLost: true));
                blame.Take(consumer, now);
                End(consumer);
            }
        }
    }

    /// <summary>Gives everybody time to be heard again, because the broker itself was not there.</summary>
    public void Forgive(Instant now)
    {
        foreach (Consumer consumer in consumers.All)
        {
            Instant extended = now + consumer.Limit;
            consumer.Deadline = consumer.Deadline > extended ? consumer.Deadline : extended;
        }
    }

    /// <summary>Takes in what runs at a consumer.</summary>
    public void Heartbeat(PeerId peer, Heartbeat heartbeat, Instant now)
    {
        if (consumers.Find(peer) is not { LostHeld: null } consumer)
        {
            return;
        }

        effects.Send(peer, new HeartbeatAck(heartbeat.Number));
        consumer.SetTimeLeft(heartbeat.TimeLeft, now);
        ForgetRunning(consumer);
        foreach (RunningTask task in heartbeat.Running)
        {
            if (studies.Find(task.Array) is { } array
                && array.Study.Owner == consumer.Owner
                && array.States[TaskState.Leased].Contains(task.Index)
                && consumer.Running.TryAdd((array, task.Index), task))
            {
                array.Running++;
            }
        }

        foreach (Lease lease in consumer.Leases)
        {
            lease.AskedInVain = false;
        }
    }

    private Welcome Welcome(long number, IReadOnlyList<HeldLease> lost) =>
        new(_pulse.Interval, lost) { Number = number, HeartbeatLimit = _pulse.Limit };

    private void Revive(Consumer consumer, IReadOnlyList<HeldLease> held, Instant now)
    {
        consumer.LostHeld = null;
        consumer.Deadline = now + consumer.Limit;
        consumers.Add(consumer);
        _deadlines.Enqueue(consumer, consumer.Deadline);
        effects.Send(consumer.Peer, Welcome(number: 0, held));
        if (consumer.TakesWork)
        {
            consumers.Enlist(consumer);
        }
    }

    private void End(Consumer consumer)
    {
        var held = new List<HeldLease>();
        foreach (Lease lease in consumer.Leases.ToArray())
        {
            for (int place = 0; place < lease.Chain.Length; place++)
            {
                var hand = new RangeSet(lease.Held(place).Runs);
                hand.AddAll(lease.Shadowed(place).Runs);
                if (!hand.IsEmpty)
                {
                    held.Add(new HeldLease(lease.Id, lease.Chain[place].Id, hand.ToArray()));
                }
            }

            leases.Close(lease);
        }

        Recalls.Drop(consumer);
        ForgetRunning(consumer);
        consumers.Remove(consumer);
        consumer.LostHeld = held;
    }

    private static void ForgetRunning(Consumer consumer)
    {
        foreach ((TaskArray array, _) in consumer.Running.Keys)
        {
            array.Running--;
        }

        consumer.Running.Clear();
    }

    // What the broker thinks it has and it does not have returns to the pool, and the other way round it is told so.
    // Shadowed tasks that it still has are among the latter; it is also asked for them again.
    private List<HeldLease> Reconcile(Consumer consumer, IReadOnlyList<HeldLease> declared)
    {
        var hands = new Dictionary<(LeaseId, ArrayId), RangeSet>();
        foreach (HeldLease held in declared)
        {
            hands.TryAdd((held.Lease, held.Array), new RangeSet());
            hands[(held.Lease, held.Array)].AddAll(held.Ranges);
        }

        foreach (Lease lease in consumer.Leases.ToArray())
        {
            GiveBackUndeclared(lease, hands);
        }

        var lost = new List<HeldLease>();
        foreach (((LeaseId id, ArrayId array), RangeSet hand) in hands)
        {
            RangeSet rest = hand.Except(HeldBy(consumer, id, array));
            if (!rest.IsEmpty)
            {
                lost.Add(new HeldLease(id, array, rest.ToArray()));
            }
        }

        return lost;
    }

    private void GiveBackUndeclared(Lease lease, Dictionary<(LeaseId, ArrayId), RangeSet> hands)
    {
        for (int place = 0; place < lease.Chain.Length; place++)
        {
            RangeSet? hand = hands.GetValueOrDefault((lease.Id, lease.Chain[place].Id));
            RangeSet gone = lease.Held(place).Except(hand?.Runs ?? []);
            gone.AddAll(lease.Shadowed(place).Except(hand?.Runs ?? []).Runs);
            leases.GiveBack(lease, place, gone.ToArray());
            if (place + 1 < lease.Chain.Length)
            {
                // It may not start these, so it would never come to the rest of their chains.
                leases.GiveBack(lease, place + 1, lease.Shadowed(place).ToArray());
            }
        }

        leases.CloseIfEmpty(lease);
    }

    private IReadOnlyList<IndexRange> HeldBy(Consumer consumer, LeaseId id, ArrayId array)
    {
        Lease? lease = leases.Find(id);
        int place = lease is not null && lease.Holder == consumer && studies.Find(array) is { } found
            ? lease.PlaceOf(found)
            : -1;
        return place < 0 ? [] : lease!.Held(place).Runs;
    }
}

using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Scale;

/// <summary>
/// A worker on a node: it runs what it is leased on its slots, and reports, asks and answers as the real one does. It acts
/// when it has something to say; what its tasks have done up to then is worked off at once.
/// </summary>
internal sealed class LeafActor(World world, HostActor above, int number, ScaleOptions options, Chance chance, Tally tally)
    : Actor(world)
{
    private const double ShortestReport = 20_000;
    private const double LongestReport = 2_000_000;
    private const int Latencies = 10;
    private const int FullReport = 1024;
    private const int CreditAhead = 2;

    private readonly PriorityQueue<RunningTaskOf, long> _running = new();
    private readonly List<LeafLease> _leases = [];
    private double _reportInterval = 100_000;
    private double _reportDue = double.MaxValue;
    private double _heartbeat = double.MaxValue;
    private double _heartbeatInterval;
    private double _watchedSince;
    private long _watched;
    private long _sequence;
    private long _number;
    private int _waiting;
    private bool _greeted;

    private long Startable
    {
        get
        {
            long startable = 0;
            foreach (LeafLease lease in _leases)
            {
                startable += lease.Startable;
            }

            return startable;
        }
    }

    public override double Act(double now)
    {
        WorkOff(now);
        if (!_greeted)
        {
            _greeted = true;
            SayHello(now);
        }

        while (TryReceive(now, out Post post))
        {
            Take(post.Message, now);
        }

        Fill(now);
        ReturnCredit(now);
        Report(now);
        Beat(now);
        return NextTime();
    }

    // While there is much to start, no slot can be idle before the next report.
    private double NextTime()
    {
        double next = Math.Min(Math.Min(_reportDue, _heartbeat), NextArrival);
        if (_running.TryPeek(out _, out long end))
        {
            bool mayIdle = Startable < options.Cores / 2;
            next = Math.Min(next, mayIdle ? end : end + _reportInterval);
        }

        return next;
    }

    private void SayHello(double now) => above.Send(
        this,
        new ConsumerHello(new ConsumerId($"leaf{number}"), "leaf", $"node{number}", [], options.Cores, IsAgent: false, [])
        {
            Number = ++_number,
            Resources = [new InstanceResources(1, 1, options.Cores, 0)],
        },
        now);

    private void Take(object message, double now)
    {
        switch (message)
        {
            case Welcome welcome when welcome.Number == _number:
                _heartbeatInterval = welcome.HeartbeatInterval.TotalMicroseconds;
                _heartbeat = now + (_heartbeatInterval * chance.Uniform());
                above.Send(this, new CreditGrant(CreditAhead), now);
                break;
            case ConsumerUnknown:
                SayHello(now);
                break;
            case LeaseGrant grant:
                _leases.Add(new LeafLease(grant));
                break;
            case LeaseRecall recall:
                Answer(recall, now);
                break;
            case ReportAck ack when ack.Sequence == _watched:
                _watched = 0;
                _reportInterval = Math.Clamp((now - _watchedSince) * Latencies, ShortestReport, LongestReport);
                break;
        }
    }

    // Everything that has ended by now, and what has begun in its place.
    private void WorkOff(double now)
    {
        while (_running.TryPeek(out RunningTaskOf task, out long end) && end <= now)
        {
            TaskOutcome outcome = chance.AsksForRetry() ? TaskOutcome.Retry : TaskOutcome.Succeeded;
            long duration = end - task.Start;
            tally.Ended(duration, end);
            task.Lease.Running--;
            task.Lease.End(task.Place, new TaskRecord(task.Index, outcome, 0, task.Attempt, task.Start, duration, duration));
            _reportDue = _waiting++ == 0 ? end + _reportInterval : _reportDue;
            if (TryTake(out RunningTaskOf next, end))
            {
                _running.DequeueEnqueue(next, end + chance.Duration());
            }
            else
            {
                _running.Dequeue();
            }
        }
    }

    private void Fill(double now)
    {
        while (_running.Count < options.Cores && TryTake(out RunningTaskOf next, (long)now))
        {
            _running.Enqueue(next, next.Start + chance.Duration());
        }
    }

    private bool TryTake(out RunningTaskOf task, long now)
    {
        foreach (LeafLease lease in _leases)
        {
            if (lease.Startable > 0)
            {
                (int place, long index) = lease.Take();
                lease.Running++;
                task = new RunningTaskOf(lease, place, index, lease.AttemptOf(place, index), now);
                return true;
            }
        }

        task = default;
        return false;
    }

    private void Answer(LeaseRecall recall, double now)
    {
        LeafLease? lease = _leases.Find(lease => lease.Grant.Lease == recall.Lease);
        List<IndexRange> given = lease?.GiveBack(recall.Ranges) ?? [];
        above.Send(this, new LeaseRelease(recall.Lease, lease?.Grant.Chain[0] ?? default, given, recall.Recall), now);
    }

    private void ReturnCredit(double now)
    {
        int credit = 0;
        foreach (LeafLease lease in _leases)
        {
            if (lease.Startable == 0 && !lease.CreditReturned)
            {
                lease.CreditReturned = true;
                credit++;
            }
        }

        if (credit > 0)
        {
            above.Send(this, new CreditGrant(credit), now);
        }
    }

    private void Report(double now)
    {
        if (_waiting == 0)
        {
            return;
        }

        if (_running.Count < options.Cores || _waiting >= FullReport || _reportDue <= now)
        {
            _reportDue = double.MaxValue;
            _waiting = 0;
            foreach (LeafLease lease in _leases)
            {
                lease.Report((array, records) => Say(lease, array, records, now));
            }

            _leases.RemoveAll(lease => lease.IsOver);
        }
    }

    private void Say(LeafLease lease, ArrayId array, List<TaskRecord> records, double now)
    {
        above.Send(this, new TaskReport(lease.Grant.Lease, array, ++_sequence, records, []), now);
        if (_watched == 0)
        {
            _watched = _sequence;
            _watchedSince = now;
        }
    }

    private void Beat(double now)
    {
        if (_heartbeat > now)
        {
            return;
        }

        _heartbeat = now + _heartbeatInterval;
        var running = new List<RunningTask>(_running.Count);
        foreach ((RunningTaskOf task, _) in _running.UnorderedItems)
        {
            running.Add(new RunningTask(task.Lease.Grant.Chain[task.Place], task.Index, task.Attempt, task.Start));
        }

        above.Send(this, new Heartbeat(running) { Number = ++_number }, now);
    }
}

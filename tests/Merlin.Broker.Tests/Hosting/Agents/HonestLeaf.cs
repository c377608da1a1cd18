using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Hosting.Agents;

/// <summary>
/// A consumer that keeps to the protocol by itself: it starts what it is given at once, ends what its test lets end, and
/// declares what it holds whenever its line is open again.
/// </summary>
internal sealed class HonestLeaf : IBrokerListener, IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _name;
    private readonly TaskLedger _ledger;
    private readonly Func<TaskId, bool> _mayEnd;
    private readonly Dictionary<TaskId, LeaseId> _running = [];
    private readonly Dictionary<long, TaskReport> _unacknowledged = [];
    private readonly IBrokerChannel _channel;
    private readonly ITimer _pulse;
    private long _sequence;
    private long _number;
    private bool _leaving;
    private bool _disposed;

    public HonestLeaf(
        string name, TaskLedger ledger, Func<IBrokerListener, IBrokerChannel> connect, Func<TaskId, bool>? mayEnd = null)
    {
        _name = name;
        _ledger = ledger;
        _mayEnd = mayEnd ?? (_ => true);
        lock (_gate)
        {
            _channel = connect(this);
            _pulse = TimeProvider.System.CreateTimer(_ => Beat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>How long the host above lets it be silent, as it was told last.</summary>
    public TimeSpan Limit { get; private set; }

    /// <summary>Why it was asked to leave; ends then.</summary>
    public TaskCompletionSource<string> Stopped { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends what it runs and may end by now.</summary>
    public void EndMore()
    {
        lock (_gate)
        {
            EndSome();
        }
    }

    public void Opened(BrokerGreeting broker)
    {
        lock (_gate)
        {
            SayHello();
        }
    }

    public void Received(BrokerMessage message)
    {
        lock (_gate)
        {
            Take(message);
            LeaveWhenDone();
        }
    }

    public void Lost(string reason)
    {
        // What runs goes on; the next hello declares it.
    }

    public void Refused(string reason) => Stopped.TrySetResult(reason);

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        _pulse.Dispose();
        _channel.Dispose();
    }

    private void Take(BrokerMessage message)
    {
        switch (message)
        {
            case Welcome welcome:
                Limit = welcome.HeartbeatLimit;
                _pulse.Change(welcome.HeartbeatInterval, welcome.HeartbeatInterval);
                _channel.Send(new CreditGrant(_leaving ? 0 : 2));
                break;
            case ConsumerUnknown:
                SayHello();
                break;
            case LeaseGrant grant:
                Start(grant);
                break;
            case LeaseRecall recall:
                _channel.Send(new LeaseRelease(recall.Lease, new ArrayId(new StudyId(1), 0), [], recall.Recall));
                break;
            case ReportAck ack when _unacknowledged.Remove(ack.Sequence, out TaskReport? report):
                _ledger.Acknowledged(report);
                break;
            case ConsumerStop stop:
                _leaving = true;
                Stopped.TrySetResult(stop.Reason);
                break;
        }
    }

    private void Beat()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _channel.Send(new Heartbeat([.. _running.Keys.Select(task => new RunningTask(task.Array, task.Index, 0, 1))])
                {
                    Number = ++_number,
                });
            }
        }
    }

    private void SayHello()
    {
        _channel.Send(new ConsumerHello(new ConsumerId(_name), _name, "node", [], 4, IsAgent: false, [.. Held()])
        {
            Number = ++_number,
            Job = "f" + _name,
        });
        foreach (TaskReport report in _unacknowledged.Values)
        {
            _channel.Send(report);
        }
    }

    private IEnumerable<HeldLease> Held() =>
        _running.Select(task => (Lease: task.Value, Task: task.Key))
            .Concat(_unacknowledged.Values.SelectMany(
                report => report.Tasks.Select(task => (report.Lease, Task: new TaskId(report.Array, task.Index)))))
            .GroupBy(held => (held.Lease, held.Task.Array))
            .Select(held => new HeldLease(
                held.Key.Lease, held.Key.Array, [.. held.Select(task => IndexRange.Of(task.Task.Index)).OrderBy(range => range.Start)]));

    // All of a chain at once: nothing here takes any time.
    private void Start(LeaseGrant grant)
    {
        foreach (ArrayId array in grant.Chain)
        {
            foreach (long index in grant.Ranges.SelectMany(ScriptedWorker.Indices))
            {
                var task = new TaskId(array, index);
                _ledger.Started(task);
                _running[task] = grant.Lease;
            }
        }

        EndSome();
        _channel.Send(new CreditGrant(1));
    }

    private void EndSome()
    {
        foreach (((ArrayId array, LeaseId lease), TaskId[] tasks) in _running
            .Where(task => _mayEnd(task.Key))
            .GroupBy(task => (task.Key.Array, task.Value), task => task.Key)
            .ToDictionary(group => group.Key, group => group.ToArray()))
        {
            var report = new TaskReport(
                lease, array, ++_sequence, [.. tasks.Select(task => Scheduling.Bench.Record(task.Index, TaskOutcome.Succeeded))], []);
            Array.ForEach(tasks, task => _running.Remove(task));
            _unacknowledged.Add(report.Sequence, report);
            _channel.Send(report);
        }
    }

    private void LeaveWhenDone()
    {
        if (_leaving && _running.Count == 0 && _unacknowledged.Count == 0)
        {
            _channel.Send(new ConsumerGoodbye());
        }
    }
}

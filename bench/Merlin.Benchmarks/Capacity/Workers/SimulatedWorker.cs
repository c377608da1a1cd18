using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Capacity.Workers;

/// <summary>A worker that says all that a real one says to a broker, over a line of its own, and runs nothing.</summary>
internal sealed class SimulatedWorker : IBrokerListener, IDisposable
{
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<LeasedTasks> _held = [];
    private readonly string _name;
    private readonly string _queue;
    private readonly WorkerHabits _habits;
    private readonly Progress _progress;
    private readonly Random _random;
    private readonly TaskDraw _draw;
    private readonly IBrokerChannel _line;
    private int _inFlight;
    private long _sequence;

    /// <summary>Opens a worker's line.</summary>
    /// <param name="connect">Opens lines.</param>
    /// <param name="name">Its name; the seed of what happens there by chance.</param>
    /// <param name="queue">The queue that it serves.</param>
    /// <param name="habits">How it works.</param>
    /// <param name="progress">What all workers count together.</param>
    public SimulatedWorker(
        Func<IBrokerListener, IBrokerChannel> connect, string name, string queue, WorkerHabits habits, Progress progress)
    {
        _name = name;
        _queue = queue;
        _habits = habits;
        _progress = progress;
        _random = new Random(name.Sum(letter => letter));
        _draw = new TaskDraw(habits, _random);
        lock (_gate)
        {
            _line = connect(this);
        }
    }

    /// <summary>Ends when the broker knows it; fails when the broker refuses it.</summary>
    public Task Welcomed => _welcomed.Task;

    /// <summary>Says that it lives; a broker gives those up who say nothing for long.</summary>
    public void Beat() => _line.Send(new Heartbeat([]));

    public void Opened(BrokerGreeting broker)
    {
        // The line may open before whoever made it has it.
        lock (_gate)
        {
            _line.Send(new ConsumerHello(new ConsumerId(_name), _name, "bench", [_queue], _habits.Slots, IsAgent: false, []));
            _line.Send(new CreditGrant(_habits.LeasesAhead));
        }
    }

    public void Received(BrokerMessage message)
    {
        lock (_gate)
        {
            Take(message);
        }
    }

    public void Lost(string reason) => _welcomed.TrySetException(new IOException(reason));

    public void Refused(string reason) => _welcomed.TrySetException(new IOException(reason));

    /// <summary>Goes on after a pause.</summary>
    public void GoOn()
    {
        lock (_gate)
        {
            Report();
        }
    }

    public void Dispose() => _line.Dispose();

    private void Take(BrokerMessage message)
    {
        switch (message)
        {
            case LeaseGrant lease:
                _progress.Leased();
                _held.Add(new LeasedTasks(lease, _habits.IsRandom ? _random : null));
                Report();
                break;
            case ReportAck:
                _inFlight--;
                Report();
                break;
            case LeaseRecall recall:
                GiveBack(recall);
                break;
            case Welcome:
                _welcomed.TrySetResult();
                break;
            case ConsumerRefused refused:
                Refused(refused.Reason);
                break;
        }
    }

    private void Report()
    {
        while (_inFlight < _habits.ReportsInFlight && _held.Count > 0 && !_progress.IsPaused)
        {
            int place = _habits.IsRandom ? _random.Next(_held.Count) : 0;
            LeasedTasks tasks = _held[place];
            List<TaskRecord> records = tasks.Run(_habits.ReportTasks, _draw, Now());
            _inFlight++;
            _line.Send(new TaskReport(tasks.Lease, tasks.Array, ++_sequence, records, []));
            _progress.Add(records.Count);
            DropIfEmpty(tasks);
        }
    }

    private void GiveBack(LeaseRecall recall)
    {
        if (_held.Find(tasks => tasks.Lease == recall.Lease) is { } tasks)
        {
            _line.Send(new LeaseRelease(tasks.Lease, tasks.Array, tasks.GiveBack(recall.Ranges), recall.Recall));
            DropIfEmpty(tasks);
        }
    }

    private void DropIfEmpty(LeasedTasks tasks)
    {
        if (tasks.IsEmpty)
        {
            _held.Remove(tasks);
            _line.Send(new CreditGrant(1));
        }
    }

    private static long Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

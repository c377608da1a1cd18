using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Capacity.Crowds;

/// <summary>A worker with one task in hand that ends it when it is told to, and notes how long it waits for the next one.</summary>
internal sealed class PacedWorker : IBrokerListener, IDisposable
{
    private const long DurationMicros = 1_000_000;

    private readonly TaskCompletionSource _leased = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<double> _waits = [];
    private readonly IBrokerChannel _line;
    private readonly string _name;
    private readonly string _queue;
    private LeaseGrant? _lease;
    private long _asked;
    private long _sequence;

    /// <summary>Opens the worker's line.</summary>
    public PacedWorker(Func<IBrokerListener, IBrokerChannel> connect, string name, string queue)
    {
        _name = name;
        _queue = queue;
        lock (_gate)
        {
            _line = connect(this);
        }
    }

    /// <summary>Ends when it has its first task.</summary>
    public Task Leased => _leased.Task;

    /// <summary>The times in milliseconds from a report until the next task was there; read when all is over.</summary>
    public IReadOnlyList<double> Waits => _waits;

    /// <summary>Forgets the waits so far.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _waits.Clear();
        }
    }

    /// <summary>Ends the task in hand and asks for another; does nothing while it still waits for one.</summary>
    public void Step()
    {
        lock (_gate)
        {
            if (_lease is { } lease)
            {
                long now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
                var record = new TaskRecord(
                    lease.Ranges[0].Start, TaskOutcome.Succeeded, 0, 0, now - DurationMicros, DurationMicros, DurationMicros);
                _lease = null;
                _asked = TimeProvider.System.GetTimestamp();
                _line.Send(new TaskReport(lease.Lease, lease.Chain[0], ++_sequence, [record], []));
                _line.Send(new CreditGrant(1));
            }
        }
    }

    /// <summary>Says that it lives.</summary>
    public void Beat() => _line.Send(new Heartbeat([]));

    public void Opened(BrokerGreeting broker)
    {
        // The line may open before whoever made it has it.
        lock (_gate)
        {
            _line.Send(new ConsumerHello(new ConsumerId(_name), _name, "bench", [_queue], 1, IsAgent: false, []));
            _line.Send(new CreditGrant(1));
        }
    }

    public void Received(BrokerMessage message)
    {
        if (message is LeaseGrant lease)
        {
            lock (_gate)
            {
                Take(lease);
            }
        }
    }

    public void Lost(string reason) => _leased.TrySetException(new IOException(reason));

    public void Refused(string reason) => _leased.TrySetException(new IOException(reason));

    public void Dispose() => _line.Dispose();

    private void Take(LeaseGrant lease)
    {
        _lease = lease;
        if (!_leased.TrySetResult())
        {
            _waits.Add(TimeProvider.System.GetElapsedTime(_asked).TotalMilliseconds);
        }
    }
}

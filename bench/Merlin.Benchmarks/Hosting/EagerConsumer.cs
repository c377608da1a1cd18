using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Benchmarks.Hosting;

/// <summary>A consumer whose tasks take no time: it reports a lease as soon as it has it.</summary>
internal sealed class EagerConsumer : IBrokerListener, IDisposable
{
    private const int LeasesAhead = 2;
    private const long Start = 1_700_000_000_000_000;

    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly IBrokerChannel _line;
    private readonly string _name;
    private long _leases;

    public EagerConsumer(Func<IBrokerListener, IBrokerChannel> connect, string name)
    {
        _name = name;
        lock (_gate)
        {
            _line = connect(this);
        }
    }

    /// <summary>Ends when the broker knows it; fails when the broker refuses it.</summary>
    public Task Welcomed => _welcomed.Task;

    /// <summary>How many leases it has reported.</summary>
    public long Leases => Volatile.Read(ref _leases);

    /// <summary>Called with each lease before it is reported, on the line's thread.</summary>
    public Action<LeaseGrant>? Granted { get; set; }

    public void Opened(BrokerGreeting broker)
    {
        // The line may open before whoever made it has it.
        lock (_gate)
        {
            _line.Send(new ConsumerHello(new ConsumerId(_name), _name, "bench", [], 1, IsAgent: false, []));
            _line.Send(new CreditGrant(LeasesAhead));
        }
    }

    public void Received(BrokerMessage message)
    {
        switch (message)
        {
            case LeaseGrant lease:
                Granted?.Invoke(lease);
                _line.Send(new TaskReport(lease.Lease, lease.Chain[0], Interlocked.Increment(ref _leases), Records(lease), []));
                _line.Send(new CreditGrant(1));
                break;
            case Welcome:
                _welcomed.TrySetResult();
                break;
            case ConsumerRefused refused:
                Refused(refused.Reason);
                break;
        }
    }

    public void Lost(string reason) => _welcomed.TrySetException(new IOException(reason));

    public void Refused(string reason) => _welcomed.TrySetException(new IOException(reason));

    public void Dispose() => _line.Dispose();

    private static List<TaskRecord> Records(LeaseGrant lease)
    {
        var records = new List<TaskRecord>();
        foreach (IndexRange range in lease.Ranges)
        {
            for (long index = range.Start; index < range.End; index++)
            {
                records.Add(new TaskRecord(index, TaskOutcome.Succeeded, 0, 0, Start + index, 1, 1));
            }
        }

        return records;
    }
}

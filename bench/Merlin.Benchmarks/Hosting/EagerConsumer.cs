using Merlin.Broker;
using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Benchmarks.Hosting;

/// <summary>A consumer whose tasks take no time: it reports a lease as soon as it has it.</summary>
internal sealed class EagerConsumer : IBrokerListener, IDisposable
{
    private const int LeasesAhead = 2;
    private const long Start = 1_700_000_000_000_000;

    private readonly IHostChannel _line;
    private readonly string _name;
    private long _sequence;

    public EagerConsumer(BrokerHost host, ClientIdentity user, string name)
    {
        _name = name;
        _line = host.Connect(user, this);
        _line.Send(new ConsumerHello(new ConsumerId(_name), _name, "bench", [], 1, IsAgent: false, []));
        _line.Send(new CreditGrant(LeasesAhead));
    }

    public void Opened(BrokerGreeting broker)
    {
        // What is to be said was sent already, and is taken in order.
    }

    public void Received(BrokerMessage message)
    {
        if (message is LeaseGrant lease)
        {
            _line.Send(new TaskReport(lease.Lease, lease.Chain[0], ++_sequence, Records(lease), []));
            _line.Send(new CreditGrant(1));
        }
    }

    public void Lost(string reason)
    {
        // Lines in memory do not break.
    }

    public void Refused(string reason)
    {
        // The host has ended, and with it the measurement.
    }

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

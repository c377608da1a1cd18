using System.Collections.Concurrent;
using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Tests.Hosting;

/// <summary>A consumer of which the test decides every step.</summary>
internal sealed class ScriptedWorker : IDisposable
{
    // Only a test that fails waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<BrokerMessage> _messages = [];
    private readonly IBrokerChannel _channel;
    private long _sequence;

    public ScriptedWorker(BrokerHost host, string name = "worker", params HeldLease[] held)
    {
        _channel = host.Connect(ClientIdentity.OfThisUser("me"), new CallbackListener(_messages.Add));
        _channel.Send(new ConsumerHello(new ConsumerId($"{name}-1"), name, "host", [], 2, IsAgent: false, held));
    }

    public void Send(ClientMessage message) => _channel.Send(message);

    /// <summary>Waits for the next message of one kind; others are passed over.</summary>
    public T Next<T>()
        where T : BrokerMessage
    {
        List<string> seen = [];
        while (_messages.TryTake(out BrokerMessage? message, Limit))
        {
            if (message is T wanted)
            {
                return wanted;
            }

            seen.Add(message.GetType().Name);
        }

        throw new TimeoutException($"No {typeof(T).Name} came, only {string.Join(", ", seen)}.");
    }

    /// <summary>Takes a lease and reports success of everything in it.</summary>
    public LeaseGrant RunLease()
    {
        Send(new CreditGrant(1));
        LeaseGrant lease = Next<LeaseGrant>();
        foreach (ArrayId array in lease.Chain)
        {
            Report(lease, array);
        }

        return lease;
    }

    /// <summary>Runs the next lease, or none when a task has ended meanwhile.</summary>
    /// <returns>Whether there was a lease.</returns>
    public bool TryRunLease(Task unless)
    {
        Send(new CreditGrant(1));
        while (!unless.IsCompleted)
        {
            if (!_messages.TryTake(out BrokerMessage? message, 10) || message is not LeaseGrant lease)
            {
                continue;
            }

            foreach (ArrayId array in lease.Chain)
            {
                Report(lease, array);
            }

            return true;
        }

        return false;
    }

    public void Report(LeaseGrant lease, ArrayId array)
    {
        TaskRecord[] records =
        [
            .. lease.Ranges.SelectMany(Indices).Select(index =>
                new TaskRecord(index, TaskOutcome.Succeeded, 0, 0, 1_700_000_000_000_000 + index, 2_000_000, 2_000_000)),
        ];
        Send(new TaskReport(lease.Lease, array, ++_sequence, records, []));
        while (Next<ReportAck>().Sequence != _sequence)
        {
        }
    }

    public void Dispose()
    {
        _channel.Dispose();
        _messages.Dispose();
    }

    public static IEnumerable<long> Indices(IndexRange range)
    {
        for (long index = range.Start; index < range.End; index++)
        {
            yield return index;
        }
    }
}

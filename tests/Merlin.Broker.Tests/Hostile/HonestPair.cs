using System.Collections.Concurrent;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Tests.Storage;
using Merlin.Broker.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>
/// A producer and a worker of one owner, who submit studies and work them off. Anything that is not as it should be
/// (a task twice, a task that is not theirs, a lost line, a wrong count) is a failure.
/// </summary>
internal sealed class HonestPair : IBrokerListener, IAsyncDisposable
{
    private const int Tasks = 200;

    // Only a test that fails waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<BrokerMessage> _heard = [];
    private readonly ConcurrentDictionary<TaskId, bool> _started = new();
    private readonly ConcurrentBag<string> _faults = [];
    private readonly BrokerClient _producer;
    private readonly IBrokerChannel _worker;
    private readonly Task _working;
    private long _sequence;
    private long _heartbeat;

    public HonestPair(BrokerEndpoint endpoint)
    {
        _producer = new BrokerClient(listener => WireClient.Connect(endpoint, "1", listener, NullLogger.Instance))
        {
            LineChanged = Lost,
        };
        _worker = WireClient.Connect(endpoint, "1", this, NullLogger.Instance);
        _working = Task.Run(Work);
    }

    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>Runs one study from its submission to its end, and looks whether everything about it is right.</summary>
    public async Task RunStudyAsync()
    {
        using var stop = new CancellationTokenSource(Limit);
        StudyAccepted accepted = await _producer.AskAsync<StudyAccepted>(
            number => new StudySubmit(number, Samples.Submission(Samples.ArrayOf(Tasks))), stop.Token);
        StudyEnd end = await _producer.WatchAsync(accepted.Study, stop.Token);
        StudyStatusAnswer status = await _producer.AskAsync<StudyStatusAnswer>(
            number => new StudyStatusRequest(number, accepted.Study), stop.Token);
        long succeeded = status.Status.Arrays[0].Outcomes.GetValueOrDefault(TaskOutcome.Succeeded);
        if (end != StudyEnd.Completed || succeeded != Tasks || !status.Status.Arrays[0].Consumers.SequenceEqual(["honest"]))
        {
            _faults.Add($"{accepted.Study} ended as {end} with {succeeded} tasks by {string.Join(',', status.Status.Arrays[0].Consumers)}.");
        }
    }

    public void Opened(BrokerGreeting broker)
    {
        _worker.Send(new ConsumerHello(new ConsumerId("honest-worker"), "honest", "h", [], 1, IsAgent: false, []) { Number = 1 });
        _worker.Send(new CreditGrant(2));
    }

    public void Received(BrokerMessage message)
    {
        if (!_heard.IsAddingCompleted)
        {
            _heard.Add(message);
        }
    }

    public void Lost(string? reason)
    {
        if (reason is not null)
        {
            _faults.Add($"A line was lost: {reason}");
        }
    }

    public void Refused(string reason) => _faults.Add($"A line was refused: {reason}");

    public async ValueTask DisposeAsync()
    {
        _heard.CompleteAdding();
        await _working;
        _producer.Dispose();
        _worker.Dispose();
        _heard.Dispose();
    }

    private void Work()
    {
        foreach (BrokerMessage message in _heard.GetConsumingEnumerable())
        {
            switch (message)
            {
                case LeaseGrant lease:
                    Run(lease);
                    break;
                case Welcome or HeartbeatAck or ReportAck or LeaseRecall:
                    break;
                default:
                    _faults.Add($"The worker heard {message}.");
                    break;
            }
        }
    }

    private void Run(LeaseGrant lease)
    {
        var records = new List<TaskRecord>();
        foreach (IndexRange range in lease.Ranges)
        {
            for (long index = range.Start; index < range.End; index++)
            {
                if (!_started.TryAdd(new TaskId(lease.Chain[0], index), true))
                {
                    _faults.Add($"Task {index} of {lease.Chain[0]} was given out twice.");
                }

                records.Add(new TaskRecord(index, TaskOutcome.Succeeded, 0, 0, 1_700_000_000_000_000, 20, 20));
            }
        }

        _worker.Send(new TaskReport(lease.Lease, lease.Chain[0], ++_sequence, records, []));
        _worker.Send(new CreditGrant(1));
        _worker.Send(new Heartbeat([]) { Number = 1 + ++_heartbeat });
    }
}

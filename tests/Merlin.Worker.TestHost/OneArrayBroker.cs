using Merlin.Broker;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.TestHost;

/// <summary>The least broker: it leases the tasks of one array in order, acknowledges everything, and stops the worker.</summary>
internal sealed class OneArrayBroker(StudyPlan plan, long count) : IBrokerChannel
{
    private const long LeaseSize = 1000;
    private readonly Lock _gate = new();
    private Action<BrokerMessage> _deliver = static _ => { };
    private long _next;
    private long _ended;
    private long _leases;

    /// <summary>How many tasks ended other than well.</summary>
    public long Failures { get; private set; }

    private static ArrayId Array => new(new StudyId(1), 0);

    /// <summary>Opens the line.</summary>
    public IBrokerChannel Connect(IBrokerListener listener)
    {
        _deliver = listener.Received;
        listener.Opened(new BrokerGreeting("", 0, "", ""));
        return this;
    }

    /// <inheritdoc/>
    public void Send(ClientMessage message)
    {
        lock (_gate)
        {
            switch (message)
            {
                case ConsumerHello hello:
                    _deliver(new Welcome(TimeSpan.FromSeconds(5), []) { Number = hello.Number });
                    break;
                case Heartbeat heartbeat:
                    _deliver(new HeartbeatAck(heartbeat.Number));
                    break;
                case CreditGrant credit:
                    Lease(credit.Leases);
                    break;
                case PlanRequest request:
                    _deliver(new PlanReply(request.Study, StudyPlanFormat.Write(plan)));
                    break;
                case TaskReport report:
                    Take(report);
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private void Lease(int leases)
    {
        for (int i = 0; i < leases && _next < count; i++)
        {
            long end = Math.Min(count, _next + LeaseSize);
            _deliver(new LeaseGrant(new LeaseId(++_leases), [Array], [new IndexRange(_next, end)], []));
            _next = end;
        }
    }

    private void Take(TaskReport report)
    {
        foreach (TaskRecord record in report.Tasks)
        {
            _ended++;
            Failures += record.Outcome == TaskOutcome.Succeeded ? 0 : 1;
        }

        foreach (IndexRange range in report.AlreadyFinished)
        {
            _ended += range.Count;
        }

        _deliver(new ReportAck(report.Lease, report.Sequence));
        if (_ended == count)
        {
            _deliver(new ConsumerStop("everything is done"));
        }
    }
}

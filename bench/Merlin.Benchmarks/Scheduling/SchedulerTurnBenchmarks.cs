using BenchmarkDotNet.Attributes;
using Merlin.Benchmarks.Allocations;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;

namespace Merlin.Benchmarks.Scheduling;

/// <summary>
/// One turn of the scheduler: a report on a whole lease of 1000 tasks comes in, its acknowledgement and the next lease
/// go out.
/// </summary>
[MemoryDiagnoser]
public class SchedulerTurnBenchmarks
{
    private static readonly ClientIdentity Sender = ClientIdentity.OfThisUser("me");
    private const int LeaseSize = 1000;
    private const long Count = 100_000_000;
    private const long TaskMicros = 1000;

    private static readonly PeerId Peer = new(1);
    private static readonly Instant Now = new(1_700_000_000_000_000);

    private readonly Scheduler _scheduler = new(new SchedulerOptions { LeaseCap = LeaseSize });
    private LeaseGrant? _lease;
    private long _sequence;

    [GlobalSetup]
    public void Setup()
    {
        var hello = new ConsumerHello(new ConsumerId("bench"), "bench", "here", [], Slots: 64, IsAgent: false, []);
        _scheduler.Handle(Peer, Sender, hello, Now);
        _scheduler.Handle(Peer, Sender, new CreditGrant(1), Now);
        EndTurn();

        // The first leases are small: the scheduler does not know yet how long a task takes.
        while (_lease is null || TasksOf(_lease) < LeaseSize)
        {
            ReportLease();
        }
    }

    [Benchmark]
    [Hot]
    public int ReportLease()
    {
        if (_lease is { } lease)
        {
            _scheduler.Handle(Peer, Sender, new TaskReport(lease.Lease, lease.Chain[0], _sequence++, Records(lease), []), Now);
            _scheduler.Handle(Peer, Sender, new CreditGrant(1), Now);
        }
        else
        {
            _scheduler.Handle(Peer, Sender, new StudySubmit(_sequence++, Study()), Now);
        }

        return EndTurn();
    }

    private int EndTurn()
    {
        Turn turn = _scheduler.EndTurn(Now);
        _lease = turn.Messages.Select(outgoing => outgoing.Message).OfType<LeaseGrant>().SingleOrDefault();
        return turn.Changes.Count;
    }

    private static long TasksOf(LeaseGrant lease) => lease.Ranges.Sum(range => range.Count);

    private static TaskRecord[] Records(LeaseGrant lease)
    {
        var records = new TaskRecord[TasksOf(lease)];
        int next = 0;
        foreach (IndexRange range in lease.Ranges)
        {
            for (long index = range.Start; index < range.End; index++)
            {
                records[next++] = new TaskRecord(
                    index, TaskOutcome.Succeeded, 0, 0, Now.UnixMicros, TaskMicros, TaskMicros);
            }
        }

        return records;
    }

    private static StudySubmission Study()
    {
        var array = new ArraySpec("simulate", "merlin", Count, 16, 30, TimeSpan.Zero, []);
        return new StudySubmission("bench", "/studies/bench", "someone", [array], new byte[64]);
    }
}

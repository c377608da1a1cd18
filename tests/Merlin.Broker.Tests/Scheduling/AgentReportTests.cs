using Merlin.Broker.Messages;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>What an agent makes of its consumers' reports on their way up.</summary>
public sealed class AgentReportTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);

    private readonly AgentBench _bench = new();

    public AgentReportTests()
    {
        _bench.Welcome();
        _bench.Attach(A, "a", slots: 8, credit: 1);
    }

    [Fact]
    public void The_worker_and_the_places_of_its_tasks_are_named()
    {
        LeaseId lease = Lease(7, 0, 4);
        var places = new TaskPlace[] { new(1, "f12", "node[1-2]"), new(9, "f13", "node3") };
        _bench.FromBelow(A, _bench.Report(lease, 0, 1) with { Places = places });
        TaskReport report = Assert.Single(_bench.TakenUp<TaskReport>());

        Assert.Equal([new RunnerShare(new TaskRunner(new ConsumerId("a"), "a", "host", ""), 2)], report.Runners);
        Assert.Equal([places[0]], report.Places);
    }

    [Fact]
    public void A_name_that_an_agent_below_gives_is_passed_on()
    {
        LeaseId lease = Lease(7, 0, 4);
        var leaf = new TaskRunner(new ConsumerId("leaf"), "leaf", "node7", "f7");
        _bench.FromBelow(A, _bench.Report(lease, 0, 1) with { Runners = [new RunnerShare(leaf, 1)] });

        RunnerShare[] expected = [new(leaf, 1), new(new TaskRunner(new ConsumerId("a"), "a", "host", ""), 1)];
        Assert.Equal(expected, Assert.Single(_bench.TakenUp<TaskReport>()).Runners);
    }

    [Fact]
    public void A_retry_is_named_as_well()
    {
        LeaseId lease = Lease(7, 0, 4);
        TaskReport report = _bench.Report(lease, 0);
        _bench.FromBelow(A, report with { Tasks = [report.Tasks[0] with { Outcome = TaskOutcome.Retry }] });

        Assert.Equal("a", Assert.Single(Assert.Single(_bench.TakenUp<TaskReport>()).Runners).Runner.Name);
    }

    [Fact]
    public void A_report_goes_up_at_once_and_those_that_follow_in_a_rush_together()
    {
        LeaseId lease = Lease(7, 0, 8);
        TaskReport first = _bench.Report(lease, 0);
        _bench.FromBelow(A, first);
        Assert.Single(_bench.TakenUp<TaskReport>());
        for (long index = 1; index < 8; index++)
        {
            _bench.FromBelow(A, _bench.Report(lease, index));
        }

        Assert.Empty(_bench.TakenUp<TaskReport>());
        _bench.PassToDeadline();
        Assert.Equal(7, Assert.Single(_bench.TakenUp<TaskReport>()).Tasks.Count);
    }

    [Fact]
    public void What_waits_to_be_reported_is_declared_and_acknowledged_in_its_turn()
    {
        LeaseId lease = Lease(7, 0, 8);
        TaskReport[] below = [_bench.Report(lease, 0), _bench.Report(lease, 1), _bench.Report(lease, 2)];
        _bench.FromBelow(A, below[0]);
        TaskReport first = Assert.Single(_bench.TakenUp<TaskReport>());
        _bench.FromBelow(A, below[1]);
        _bench.FromBelow(A, below[2]);
        _bench.FromAbove(new ReportAck(first.Lease, first.Sequence));
        Assert.Equal(below[0].Sequence, Assert.Single(_bench.TakenDown<ReportAck>(A)).Sequence);

        _bench.FromAbove(new ConsumerUnknown());
        Assert.Equal([new IndexRange(1, 8)], Assert.Single(_bench.Welcome().Held).Ranges);
        _bench.Pass(TimeSpan.FromSeconds(1));
        TaskReport second = Assert.Single(_bench.TakenUp<TaskReport>());
        _bench.FromAbove(new ReportAck(second.Lease, second.Sequence));
        Assert.Equal([below[1].Sequence, below[2].Sequence], _bench.TakenDown<ReportAck>(A).ConvertAll(ack => ack.Sequence));
    }

    [Fact]
    public void An_agent_that_is_asked_to_leave_reports_without_delay_and_goes_when_all_is_acknowledged()
    {
        LeaseId lease = Lease(7, 0, 8);
        _bench.FromBelow(A, _bench.Report(lease, 0, 1, 2, 3, 4, 5, 6));
        _bench.FromAbove(new ConsumerStop("enough"));
        _bench.FromBelow(A, _bench.Report(lease, 7));
        List<TaskReport> reports = _bench.TakenUp<TaskReport>();
        Assert.Equal(2, reports.Count);
        Assert.Empty(_bench.TakenUp<ConsumerGoodbye>());

        reports.ForEach(report => _bench.FromAbove(new ReportAck(report.Lease, report.Sequence)));
        Assert.Single(_bench.TakenUp<ConsumerGoodbye>());
        Assert.True(_bench.Agent.HasLeft);
    }

    [Fact]
    public void A_success_from_before_a_lease_is_told_before_the_lease_is_taken_whatever_reports_have_cost()
    {
        LeaseId lease = Lease(7, 0, 8);
        _bench.FromBelow(A, _bench.Report(lease, 0));
        _bench.FromBelow(A, _bench.Report(new LeaseId(99), 20));
        Assert.Equal(new LeaseId(7), Assert.Single(_bench.TakenUp<TaskReport>()).Lease);

        _bench.FromAbove(AgentBench.Grant(8, 20, 21));
        Assert.Equal(20, Assert.Single(Assert.Single(_bench.TakenUp<TaskReport>()).Tasks).Index);
    }

    [Fact]
    public void What_several_workers_ran_of_a_lease_is_one_report()
    {
        _bench.Attach(B, "b", slots: 8, credit: 1);
        _bench.FromAbove(AgentBench.Grant(7, 0, 16));
        LeaseId one = Assert.Single(_bench.TakenDown<LeaseGrant>(A)).Lease;
        LeaseGrant two = Assert.Single(_bench.TakenDown<LeaseGrant>(B));
        _bench.Agent.Handle(A, Simulation.SimRoot.Anyone, _bench.Report(one, 0, 1), _bench.Now);
        _bench.FromBelow(B, _bench.Report(two.Lease, two.Ranges[0].Start));

        TaskReport report = Assert.Single(_bench.TakenUp<TaskReport>());
        Assert.Equal([("a", 2), ("b", 1)], report.Runners.Select(share => (share.Runner.Name, share.Tasks)));
        Assert.Equal([0, 1, two.Ranges[0].Start], report.Tasks.Select(task => task.Index));
    }

    private LeaseId Lease(long above, long start, long end)
    {
        _bench.FromAbove(AgentBench.Grant(above, start, end));
        return Assert.Single(_bench.TakenDown<LeaseGrant>(A)).Lease;
    }
}

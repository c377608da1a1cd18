using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling;

public sealed class AgentTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);

    [Fact]
    public void An_agent_tells_what_its_consumers_can_take_and_asks_for_work()
    {
        var bench = new AgentBench();
        Assert.Equal(0, bench.Welcome().Slots);
        bench.FromBelow(A, new ConsumerHello(new ConsumerId("a"), "a", "host", ["q"], 3, IsAgent: false, []));
        ConsumerHello hello = bench.Welcome();

        Assert.True(hello.IsAgent);
        Assert.Equal(3, hello.Slots);
        Assert.Equal(["q"], hello.Queues);
        Assert.Single(bench.TakenUp<CreditGrant>());
    }

    [Fact]
    public void A_lease_from_above_is_leased_on_in_smaller_ones()
    {
        var bench = Attached();
        bench.FromAbove(AgentBench.Grant(7, 0, 100));

        List<LeaseGrant> grants = bench.TakenDown<LeaseGrant>(A);
        Assert.Equal(2, grants.Count);
        Assert.All(grants, grant => Assert.Equal(2, grant.Ranges.Total()));
        Assert.All(grants, grant => Assert.NotEqual(7, grant.Lease.Value));
    }

    [Fact]
    public void A_report_is_acknowledged_only_after_the_broker_above_has_it()
    {
        var bench = Attached();
        bench.FromAbove(AgentBench.Grant(7, 0, 2));
        TaskReport below = bench.Report(Assert.Single(bench.TakenDown<LeaseGrant>(A)).Lease, 0, 1);
        bench.FromBelow(A, below);
        TaskReport above = Assert.Single(bench.TakenUp<TaskReport>());
        Assert.Equal(new LeaseId(7), above.Lease);
        Assert.Empty(bench.TakenDown<ReportAck>(A));

        bench.FromAbove(new ReportAck(above.Lease, above.Sequence));
        Assert.Equal(below.Sequence, Assert.Single(bench.TakenDown<ReportAck>(A)).Sequence);
    }

    [Fact]
    public void A_recall_goes_through_and_its_number_comes_back_last()
    {
        var bench = Attached();
        bench.FromAbove(AgentBench.Grant(7, 0, 10));
        List<LeaseGrant> grants = bench.TakenDown<LeaseGrant>(A);
        bench.FromAbove(new LeaseRecall(5, new LeaseId(7), [new IndexRange(0, 10)], Kill: false));
        LeaseRelease free = Assert.Single(bench.TakenUp<LeaseRelease>());
        Assert.Null(free.Recall);
        Assert.Equal([new IndexRange(4, 10)], free.Ranges);

        foreach (LeaseRecall recall in bench.TakenDown<LeaseRecall>(A))
        {
            IndexRange last = IndexRange.Of(grants.Find(grant => grant.Lease == recall.Lease)!.Ranges[0].Start + 1);
            bench.FromBelow(A, new LeaseRelease(recall.Lease, AgentBench.Array, [last], recall.Recall));
        }

        List<LeaseRelease> releases = bench.TakenUp<LeaseRelease>();
        Assert.Equal([1L, 3L], releases.SelectMany(release => release.Ranges).Select(range => range.Start));
        Assert.Equal(5, releases[^1].Recall);
        Assert.All(releases[..^1], release => Assert.Null(release.Recall));
    }

    [Fact]
    public void A_new_line_upwards_gets_everything_said_again()
    {
        var bench = Attached();
        bench.FromAbove(AgentBench.Grant(7, 0, 4));
        bench.FromBelow(A, bench.Report(bench.TakenDown<LeaseGrant>(A)[0].Lease, 0));
        TaskReport first = Assert.Single(bench.TakenUp<TaskReport>());
        bench.Agent.UplineClosed();
        bench.Agent.UplineOpened(bench.Now);
        bench.Pass(TimeSpan.Zero);

        Assert.Equal([new IndexRange(0, 4)], Assert.Single(bench.Welcome().Held).Ranges);
        Assert.Equal(first, Assert.Single(bench.TakenUp<TaskReport>()));
    }

    [Fact]
    public void A_broker_that_does_not_know_the_agent_is_told_again_what_it_holds()
    {
        var bench = Attached();
        bench.FromAbove(AgentBench.Grant(7, 0, 4));
        bench.FromAbove(new ConsumerUnknown());

        Assert.Equal(new LeaseId(7), Assert.Single(bench.Welcome().Held).Lease);
    }

    [Fact]
    public void Work_is_asked_back_and_none_is_leased_on_when_the_broker_above_is_silent_for_half_its_limit()
    {
        var bench = Attached();
        Assert.Equal(TimeSpan.FromSeconds(15), Assert.Single(bench.TakenDown<Welcome>(A)).HeartbeatLimit);
        bench.FromAbove(AgentBench.Grant(7, 0, 10));
        Assert.Equal(2, bench.TakenDown<LeaseGrant>(A).Count);
        bench.Pass(TimeSpan.FromSeconds(14));
        Assert.Empty(bench.TakenDown<LeaseRecall>(A));
        long heartbeat = bench.TakenUp<Heartbeat>()[^1].Number;
        bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(2, bench.TakenDown<LeaseRecall>(A).Count);
        bench.FromBelow(A, new CreditGrant(1));
        Assert.Empty(bench.TakenDown<LeaseGrant>(A));

        bench.FromAbove(new HeartbeatAck(heartbeat));
        Assert.Single(bench.TakenDown<LeaseGrant>(A));
    }

    [Fact]
    public void A_task_that_must_run_alone_runs_alone_below_too()
    {
        var bench = Attached();
        bench.FromAbove(AgentBench.Grant(7, 3, 4, alone: true));

        Assert.True(Assert.Single(bench.TakenDown<LeaseGrant>(A)).Alone);
    }

    // Reported under the new lease, the success would be acknowledged while a consumer may still start the task.
    [Fact]
    public void A_success_from_before_a_lease_is_reported_apart_from_it()
    {
        var bench = Attached();
        bench.Agent.Handle(A, Simulation.SimRoot.Anyone, bench.Report(new LeaseId(99), 0), bench.Now);
        bench.FromAbove(AgentBench.Grant(7, 0, 2));

        TaskReport late = Assert.Single(bench.TakenUp<TaskReport>());
        Assert.Equal(new LeaseId(0), late.Lease);
        Assert.Equal(0, Assert.Single(late.Tasks).Index);
    }

    [Fact]
    public void The_longest_time_of_its_consumers_is_the_agents()
    {
        var bench = new AgentBench();
        bench.Welcome();
        foreach ((PeerId peer, int seconds) in (ReadOnlySpan<(PeerId, int)>)[(A, 60), (B, 90)])
        {
            bench.FromBelow(peer, new ConsumerHello(new ConsumerId($"w{seconds}"), "w", "host", [], 1, IsAgent: false, [])
            {
                TimeLeft = TimeSpan.FromSeconds(seconds),
            });
        }

        Assert.Equal(TimeSpan.FromSeconds(90), bench.Welcome().TimeLeft);
    }

    [Fact]
    public void What_consumers_own_is_counted_by_kind_and_never_summed_up()
    {
        var bench = new AgentBench();
        bench.Welcome();
        InstanceResources small = new(1, 1, 8, 0);
        InstanceResources large = new(1, 4, 8, 2);
        foreach ((long peer, InstanceResources owned) in (ReadOnlySpan<(long, InstanceResources)>)[(10, small), (11, large), (12, small)])
        {
            bench.FromBelow(new PeerId(peer), new ConsumerHello(new ConsumerId($"w{peer}"), "w", "host", [], 8, IsAgent: false, [])
            {
                Resources = [owned],
            });
        }

        Assert.Equal([large, small with { Instances = 2 }], bench.Welcome().Resources);
        bench.FromBelow(B, new ConsumerHello(new ConsumerId("plain"), "w", "host", [], 1, IsAgent: false, []));
        Assert.Empty(bench.Welcome().Resources);
    }

    [Fact]
    public void Under_an_agent_the_limit_is_halved_again_and_workers_that_were_told_another_say_hello_again()
    {
        var bench = new AgentBench();
        bench.FromBelow(A, new ConsumerHello(new ConsumerId("a"), "a", "host", [], 2, IsAgent: false, []) { Number = 1 });
        Welcome early = Assert.Single(bench.TakenDown<Welcome>(A));
        Assert.Equal((TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(3)), (early.HeartbeatLimit, early.HeartbeatInterval));

        bench.Welcome(TimeSpan.FromSeconds(15));
        Assert.Single(bench.TakenDown<ConsumerUnknown>(A));
        bench.FromBelow(A, new ConsumerHello(new ConsumerId("a"), "a", "host", [], 2, IsAgent: false, []) { Number = 2 });
        Welcome later = Assert.Single(bench.TakenDown<Welcome>(A));
        Assert.Equal((TimeSpan.FromSeconds(7.5), TimeSpan.FromSeconds(1.5)), (later.HeartbeatLimit, later.HeartbeatInterval));
    }

    [Fact]
    public void An_agent_without_consumers_gets_no_work()
    {
        var bench = new AgentBench();
        bench.Welcome();
        bench.FromBelow(A, new ConsumerHello(new ConsumerId("sub"), "sub", "host", [], 0, IsAgent: true, []), new CreditGrant(2));
        Assert.Empty(bench.TakenUp<ConsumerHello>());
        bench.FromAbove(AgentBench.Grant(7, 0, 4));

        Assert.Empty(bench.TakenDown<LeaseGrant>(A));
        Assert.Equal([new IndexRange(0, 4)], Assert.Single(bench.TakenUp<LeaseRelease>()).Ranges);
    }

    // The agent below says so: it may have workers for other arrays, and no time limit either.
    [Fact]
    public void What_an_agent_below_gave_back_goes_up_when_nobody_else_can_run_it()
    {
        var bench = new AgentBench();
        bench.Welcome();
        bench.FromBelow(A, new ConsumerHello(new ConsumerId("sub"), "sub", "host", [], 2, IsAgent: true, []), new CreditGrant(2));
        bench.Welcome();
        bench.FromAbove(AgentBench.Grant(7, 0, 4));
        foreach (LeaseGrant grant in bench.TakenDown<LeaseGrant>(A))
        {
            bench.FromBelow(A, new LeaseRelease(grant.Lease, AgentBench.Array, grant.Ranges, null), new CreditGrant(1));
        }

        Assert.Empty(bench.TakenDown<LeaseGrant>(A));
        Assert.Equal(4, bench.TakenUp<LeaseRelease>().Sum(release => release.Ranges.Total()));
    }

    [Fact]
    public void What_a_lost_consumer_had_is_given_back_in_the_turn_of_its_loss()
    {
        AgentBench bench = Attached();
        bench.FromAbove(AgentBench.Grant(7, 0, 4));
        Assert.NotEmpty(bench.TakenDown<LeaseGrant>(A));
        bench.Agent.PeerClosed(A, bench.Now);
        while (bench.Agent.Consumers(bench.Now).Count > 0)
        {
            bench.FromAbove(bench.TakenUp<Heartbeat>().ConvertAll(beat => new HeartbeatAck(beat.Number)).ToArray<BrokerMessage>());
            bench.PassToDeadline();
        }

        Assert.Equal([new IndexRange(0, 4)], Assert.Single(bench.TakenUp<LeaseRelease>()).Ranges);
    }

    [Fact]
    public void An_agent_that_was_asked_to_leave_comes_to_its_end_without_a_line_when_its_last_consumer_is_lost()
    {
        AgentBench bench = Attached();
        bench.FromAbove(AgentBench.Grant(7, 0, 4));
        bench.Agent.UplineClosed();
        bench.Agent.Leave("enough");
        bench.Agent.PeerClosed(A, bench.Now);
        bench.Pass(TimeSpan.Zero);
        while (bench.Agent.NextDeadline is not null && !bench.Agent.HasLeft)
        {
            bench.PassToDeadline();
        }

        Assert.True(bench.Agent.HasLeft);
    }

    [Fact]
    public void Work_that_does_not_fit_keeps_nobody_from_asking_for_work_that_does()
    {
        var bench = new AgentBench();
        bench.Welcome();
        bench.Attach(A, "idle", slots: 1);
        bench.FromBelow(B, new ConsumerHello(new ConsumerId("large"), "large", "host", ["other"], 1, IsAgent: false, []));
        bench.Welcome();
        bench.TakenUp<CreditGrant>();
        LeaseGrant grant = AgentBench.Grant(7, 0, 4) with { Queues = ["other"] };
        bench.FromBelow(A, new ConsumerHello(new ConsumerId("idle"), "idle", "host", ["mine"], 1, IsAgent: false, []), new CreditGrant(1));
        bench.Welcome();
        bench.TakenUp<CreditGrant>();
        bench.FromAbove(grant);

        Assert.Single(bench.TakenUp<CreditGrant>());
    }

    [Fact]
    public void Studies_of_which_nothing_is_left_are_forgotten_in_time()
    {
        AgentBench bench = Attached();
        for (int study = 1; study <= 500; study++)
        {
            var array = new ArrayId(new StudyId(study), 0);
            bench.FromAbove(new LeaseGrant(new LeaseId(study), [array], [new IndexRange(0, 1)], []) { Queues = ["queue"] });
            bench.FromAbove(new LeaseRecall(study, new LeaseId(study), [new IndexRange(0, 1)], Kill: false));
            foreach (LeaseRecall recall in bench.TakenDown<LeaseRecall>(A))
            {
                bench.FromBelow(A, new LeaseRelease(recall.Lease, array, [new IndexRange(0, 1)], recall.Recall), new CreditGrant(1));
            }
        }

        Assert.InRange(bench.Agent.Studies, 1, 100);
    }

    private static AgentBench Attached()
    {
        var bench = new AgentBench();
        bench.Welcome();
        bench.Attach(A, "a");
        return bench;
    }
}

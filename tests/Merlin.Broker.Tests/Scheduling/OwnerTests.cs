using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Tests.Scheduling.Simulation;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>Nobody runs, sees or steers what is another owner's.</summary>
public sealed class OwnerTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);
    private static readonly ClientIdentity Ann = ClientIdentity.OfThisUser("ann");
    private static readonly ClientIdentity Bob = ClientIdentity.OfThisUser("bob");
    private static readonly ClientIdentity Root = new("admin", "root", Role.Administrator);

    [Fact]
    public void Work_goes_to_its_owners_consumers_alone()
    {
        var bench = new Bench();
        bench.Attach(Bob, B, "b");
        StudyId study = bench.Submit(Ann, Bench.Array("s", 4));
        Assert.Empty(bench.Taken<LeaseGrant>(B));
        bench.Attach(Ann, A, "a");
        Assert.Equal(study, bench.Taken<LeaseGrant>(A)[0].Chain[0].Study);
    }

    [Fact]
    public void An_administrator_steers_everything_and_runs_its_own_alone()
    {
        var bench = new Bench();
        bench.Attach(Root, A, "a");
        StudyId study = bench.Submit(Ann, Bench.Array("s", 1));
        Assert.Empty(bench.Taken<LeaseGrant>(A));
        Assert.True(bench.Scheduler.MaySee(Root, study));
        Assert.False(bench.Scheduler.MayRun(Root, study));
        Assert.IsType<RequestDone>(bench.Ask(Root, number => new StudyHold(number, study, Held: true)));
    }

    [Fact]
    public void An_identity_belongs_to_the_key_that_used_it_first()
    {
        var bench = new Bench { Store = new ModelStore() };
        bench.Submit(Ann, Bench.Array("s", 1));
        bench.Attach(Ann, A, "w");
        Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Taken<Welcome>(A);

        ClientIdentity other = Ann with { Key = "another" };
        bench.Attach(other, B, "w");
        Assert.Single(bench.Taken<ConsumerRefused>(B));
        Assert.Empty(bench.Taken<Welcome>(B));

        bench.Restart();
        bench.Attach(other, B, "w");
        Assert.Single(bench.Taken<ConsumerRefused>(B));
        bench.Attach(Ann, A, "w");
        Assert.Single(bench.Taken<Welcome>(A));
    }

    [Fact]
    public void A_first_hello_is_remembered_with_its_key()
    {
        var bench = new Bench();
        bench.Handle(A, Ann with { Key = "laptop" }, new ConsumerHello(new ConsumerId("w"), "w", "h", [], 1, IsAgent: false, []));
        Assert.Equal(
            new ConsumerBound(new ConsumerId("w"), "w", "laptop", "ann") { Host = "h" }, Assert.Single(bench.EndTurn().Changes));
        bench.Handle(A, Ann with { Key = "laptop" }, new ConsumerHello(new ConsumerId("w"), "w", "h", [], 1, IsAgent: false, []));
        Assert.Empty(bench.EndTurn().Changes);
    }

    [Theory]
    [InlineData(Role.Producer)]
    [InlineData(Role.None)]
    public void Who_may_not_work_is_refused_as_a_consumer(Role role)
    {
        var bench = new Bench();
        bench.Attach(Ann with { Role = role }, A, "a");
        Assert.Single(bench.Taken<ConsumerRefused>(A));
        Assert.Empty(bench.Scheduler.Consumers);
    }

    [Theory]
    [InlineData(Role.Worker)]
    [InlineData(Role.None)]
    public void Who_may_not_produce_is_refused_every_request(Role role)
    {
        var bench = new Bench();
        StudyId study = bench.Submit(Ann, Bench.Array("s", 1));
        ClientIdentity weak = Ann with { Role = role };
        Assert.IsType<RequestRefused>(bench.Ask(weak, number => new StudyCancel(number, study)));
        Assert.IsType<RequestRefused>(bench.Ask(weak, number => new QueuePurge(number, ["queue"])));
        Assert.Equal(1, bench.Scheduler.Counts(new ArrayId(study, 0)).Ready);
    }

    [Fact]
    public void A_report_about_anothers_task_is_acknowledged_and_changes_nothing()
    {
        var bench = new Bench();
        StudyId study = bench.Submit(Ann, Bench.Array("s", 1));
        bench.Attach(Ann, A, "a");
        LeaseId lease = Assert.Single(bench.Taken<LeaseGrant>(A)).Lease;
        var array = new ArrayId(study, 0);
        bench.Attach(Bob, B, "b");
        bench.Handle(B, Bob, new TaskReport(lease, array, 5, [Bench.Record(0, TaskOutcome.Succeeded)], []));
        bench.Handle(B, Bob, new TaskReport(new LeaseId(99), array, 6, [], [IndexRange.Of(0)]));
        Assert.Empty(bench.EndTurn().Changes);
        Assert.Equal([5L, 6L], bench.Taken<ReportAck>(B).Select(ack => ack.Sequence));

        bench.Handle(B, Bob, new TaskReport(lease, new ArrayId(new StudyId(77), 0), 7, [], []));
        bench.EndTurn();
        Assert.Equal(7, Assert.Single(bench.Taken<ReportAck>(B)).Sequence);
    }

    [Fact]
    public void A_heartbeat_counts_no_tasks_of_anothers_as_running()
    {
        var bench = new Bench();
        StudyId study = bench.Submit(Ann, Bench.Array("s", 1));
        bench.Attach(Ann, A, "a");
        bench.Attach(Bob, B, "b");
        bench.Handle(B, Bob, new Heartbeat([new RunningTask(new ArrayId(study, 0), 0, 0, 1)]));
        Assert.Equal(0, bench.Scheduler.Counts(new ArrayId(study, 0)).Running);
        Assert.Empty(bench.Scheduler.Running(study));
    }

    [Fact]
    public void A_line_on_which_somebody_else_speaks_by_now_is_not_its_consumers()
    {
        var bench = new Bench();
        bench.Submit(Ann, Bench.Array("s", 1));
        bench.Attach(Ann, A, "a");
        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Handle(A, Bob, new LeaseRelease(grant.Lease, grant.Chain[0], grant.Ranges, null));
        bench.Handle(A, Bob, new ConsumerGoodbye());
        Assert.Empty(bench.EndTurn().Changes);
        Assert.Single(bench.Scheduler.Consumers);
    }

    [Fact]
    public void A_hard_failure_and_a_request_to_stop_the_workers_reach_the_owners_consumers_alone()
    {
        foreach (TaskOutcome outcome in (TaskOutcome[])[TaskOutcome.HardFailed, TaskOutcome.StopWorkers])
        {
            var bench = new Bench();
            StudyId study = bench.Submit(Ann, Bench.Array("s", 1));
            bench.Attach(Ann, A, "a");
            bench.Attach(Bob, B, "b");
            LeaseId lease = Assert.Single(bench.Taken<LeaseGrant>(A)).Lease;
            bench.Handle(A, Ann, new TaskReport(lease, new ArrayId(study, 0), 1, [Bench.Record(0, outcome)], []));
            bench.EndTurn();
            Assert.Single(bench.Taken<ConsumerStop>(A));
            Assert.Empty(bench.Taken<ConsumerStop>(B));
        }
    }

    [Fact]
    public void Consumers_are_stopped_by_their_owner_alone_and_stay_stopped()
    {
        var bench = new Bench();
        bench.Attach(Ann, A, "a");
        ConsumersStop Stop(long number) => new(number, [new ConsumerId("a"), new ConsumerId("nobody")]);
        Assert.IsType<RequestDone>(bench.Ask(Bob, Stop));
        Assert.Empty(bench.Taken<ConsumerStop>(A));
        Assert.IsType<RequestDone>(bench.Ask(Ann, Stop));
        Assert.Single(bench.Taken<ConsumerStop>(A));
        Assert.True(Assert.Single(bench.Scheduler.ConsumersOf(Ann, bench.Now)).Leaving);

        bench.Scheduler.PeerClosed(A, bench.Now);
        bench.Attach(Ann, B, "a");
        Assert.Single(bench.Taken<ConsumerStop>(B));
        bench.Submit(Ann, Bench.Array("s", 1));
        Assert.Empty(bench.Taken<LeaseGrant>(B));
    }

    [Fact]
    public void Lists_show_ones_own()
    {
        var bench = new Bench();
        bench.Submit(Ann, Bench.Array("s", 3), Bench.Array("t", 2, new ArrayDependency(0, ArrayDependencyKind.All)));
        bench.Attach(Ann, A, "a", "queue", "extra");
        bench.Attach(Bob, B, "b");

        ConsumerSummary consumer = Assert.Single(bench.Scheduler.ConsumersOf(Ann, bench.Now));
        Assert.Equal(("a", "ann", 3L), (consumer.Name, consumer.Owner, consumer.Held));
        Assert.Equal(["a", "b"], bench.Scheduler.ConsumersOf(Root, bench.Now).Select(each => each.Name));
        Assert.Equal(
            [new QueueSummary("extra", 0, 0, 0, 0, 1), new QueueSummary("queue", 2, 0, 3, 0, 1)],
            bench.Scheduler.QueuesOf(Ann, []));
        Assert.Empty(bench.Scheduler.QueuesOf(Bob, []));
        Assert.Equal([new QueueSummary("queue", 0, 0, 0, 0, 1)], bench.Scheduler.QueuesOf(Bob, ["queue"]));
        Assert.Equal(2, Assert.Single(bench.Scheduler.QueuesOf(Root, ["queue"])).Consumers);
    }

    [Fact]
    public void An_agent_refuses_other_users_workers()
    {
        var agent = new Agent(new ConsumerId("agent"), "agent", "host", "ann", new SchedulerOptions(), new Instant(1));
        agent.Handle(B, Bob, new ConsumerHello(new ConsumerId("b"), "b", "h", [], 1, IsAgent: false, []), new Instant(1));
        Outgoing answer = Assert.Single(agent.EndTurn(new Instant(1)).Down);
        Assert.Equal(B, answer.To);
        Assert.IsType<ConsumerRefused>(answer.Message);
    }
}

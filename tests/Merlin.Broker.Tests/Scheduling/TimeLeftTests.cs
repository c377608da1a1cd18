using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling;

public sealed class TimeLeftTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);

    [Fact]
    public void A_task_goes_only_to_a_consumer_with_the_time_that_the_spec_gives_it()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1) with { Walltime = TimeSpan.FromMinutes(1) });
        Attach(bench, A, TimeSpan.FromSeconds(59), slots: 2);
        Assert.Empty(bench.Taken<LeaseGrant>(A));
        TimeObstacle? obstacle = Obstacle(bench);
        Assert.Equal(new TimeObstacle(TimeSpan.FromSeconds(59), TimeSpan.FromMinutes(1)), obstacle);

        Attach(bench, B, TimeSpan.FromSeconds(61), slots: 2);
        Assert.Single(bench.Taken<LeaseGrant>(B));
    }

    [Fact]
    public void What_was_measured_counts_more_than_what_the_spec_says()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 20) with { Walltime = TimeSpan.FromHours(1) });
        bench.Attach(B, "b", slots: 1, credit: 1);
        bench.Report(B, Assert.Single(bench.Taken<LeaseGrant>(B)).Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Succeeded));
        bench.Handle(B, new ConsumerGoodbye());
        Attach(bench, A, TimeSpan.FromSeconds(10), slots: 1);

        Assert.Single(bench.Taken<LeaseGrant>(A));
    }

    [Fact]
    public void A_lease_is_no_longer_than_its_holder_has_time_for()
    {
        var bench = new Bench(new SchedulerOptions { LeaseWork = TimeSpan.FromMinutes(1) });
        bench.Submit(Bench.Array("s", 1000) with { Walltime = TimeSpan.FromSeconds(1) });
        bench.Attach(B, "b", slots: 1, credit: 1);
        bench.Report(B, Assert.Single(bench.Taken<LeaseGrant>(B)).Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Succeeded));
        bench.Handle(B, new ConsumerGoodbye());
        Attach(bench, A, TimeSpan.FromSeconds(9), slots: 2);

        // Two at a time, 1.125 seconds each at the most by what was measured.
        Assert.Equal(16, Assert.Single(bench.Taken<LeaseGrant>(A)).Ranges.Total());
    }

    [Fact]
    public void The_rest_of_a_chain_is_left_to_others_when_only_its_beginning_fits()
    {
        var bench = new Bench();
        bench.Submit(
            Bench.Array("s", 2) with { Walltime = TimeSpan.FromSeconds(20) },
            Bench.Array("t", 2, new ArrayDependency(0, ArrayDependencyKind.Elementwise)) with { Walltime = TimeSpan.FromSeconds(20) });
        Attach(bench, A, TimeSpan.FromSeconds(30), slots: 2);

        Assert.Equal([Bench.Id(0)], Assert.Single(bench.Taken<LeaseGrant>(A)).Chain);
    }

    [Fact]
    public void A_consumer_whose_time_is_nearly_out_gets_nothing()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1));
        Attach(bench, A, TimeSpan.FromSeconds(2), slots: 2);
        Assert.Empty(bench.Taken<LeaseGrant>(A));

        bench.Handle(A, new Heartbeat([]) { TimeLeft = TimeSpan.FromSeconds(60) });
        bench.EndTurn();
        Assert.Single(bench.Taken<LeaseGrant>(A));
    }

    [Fact]
    public void What_a_consumer_gave_back_for_want_of_time_is_not_given_to_it_again()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1));
        Attach(bench, A, TimeSpan.FromSeconds(60), slots: 2);
        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Handle(A, new LeaseRelease(grant.Lease, Bench.Id(0), grant.Ranges, null));
        bench.Handle(A, new CreditGrant(1));
        bench.EndTurn();
        Assert.Empty(bench.Taken<LeaseGrant>(A));
        Assert.Null(Obstacle(bench)!.Value.Needed);

        bench.Attach(B, "b");
        Assert.Single(bench.Taken<LeaseGrant>(B));
    }

    private static TimeObstacle? Obstacle(Bench bench) =>
        bench.Scheduler.ObstacleOfTime(new ConsumerId($"w{A.Value}"), Bench.Id(0), bench.Now);

    private static void Attach(Bench bench, PeerId peer, TimeSpan left, int slots)
    {
        var id = new ConsumerId($"w{peer.Value}");
        bench.Handle(peer, new ConsumerHello(id, id.Value, "host", [], slots, IsAgent: false, []) { TimeLeft = left });
        bench.Handle(peer, new CreditGrant(1));
        bench.EndTurn();
    }
}

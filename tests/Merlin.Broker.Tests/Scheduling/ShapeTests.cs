using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Tests.Scheduling.Simulation;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>Who is leased tasks of which shape, and how many.</summary>
public sealed class ShapeTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);
    private static readonly ResourceShape FourCores = new(0, 1, 4, 0);
    private static readonly ResourceShape TwoNodes = new(2, 2, 4, 0);
    private static readonly InstanceResources OneNode = new(1, 1, 8, 0);

    [Fact]
    public void As_many_tasks_are_leased_as_fit_at_once_while_their_time_is_unknown()
    {
        var bench = new Bench();
        bench.Submit(Shaped("s", 100, FourCores));
        Attach(bench, A, credit: 1, OneNode);

        Assert.Equal(2, Assert.Single(bench.Taken<LeaseGrant>(A)).Ranges.Total());
    }

    [Fact]
    public void About_a_seconds_work_is_leased_for_as_many_as_fit_at_once()
    {
        var bench = new Bench();
        bench.Submit(Shaped("s", 1000, FourCores));
        Attach(bench, A, credit: 1, OneNode);
        LeaseGrant first = Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Report(A, first.Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Succeeded, micros: 100_000));
        bench.Handle(A, new CreditGrant(1));
        bench.EndTurn();

        Assert.Equal(20, Assert.Single(bench.Taken<LeaseGrant>(A)).Ranges.Total());
    }

    [Fact]
    public void What_does_not_fit_is_not_leased_and_keeps_nothing_behind_it_waiting()
    {
        var bench = new Bench();
        bench.Submit(Shaped("big", 3, TwoNodes), Shaped("small", 3, ResourceShape.OneCore));
        Attach(bench, A, credit: 2, OneNode);
        Assert.Equal([Bench.Id(1)], Assert.Single(bench.Taken<LeaseGrant>(A)).Chain);

        Attach(bench, B, credit: 2, new InstanceResources(1, 2, 4, 0));
        Assert.All(bench.Taken<LeaseGrant>(B), grant => Assert.Equal([Bench.Id(0)], grant.Chain));
    }

    [Fact]
    public void Instances_do_not_add_up_to_a_larger_one_and_like_ones_add_up_to_more_slots()
    {
        var bench = new Bench();
        bench.Submit(Shaped("big", 3, TwoNodes), Shaped("small", 100, FourCores));
        Attach(bench, A, credit: 1, OneNode with { Instances = 10 }, new InstanceResources(1, 1, 4, 2));

        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.Equal([Bench.Id(1)], grant.Chain);
        Assert.Equal(21, grant.Ranges.Total());
    }

    [Fact]
    public void A_consumer_that_owns_nothing_takes_a_task_of_any_shape_for_a_slot()
    {
        var bench = new Bench();
        bench.Submit(Shaped("s", 100, TwoNodes));
        bench.Attach(A, "a", slots: 3, credit: 1);

        Assert.Equal(3, Assert.Single(bench.Taken<LeaseGrant>(A)).Ranges.Total());
    }

    [Fact]
    public void Tasks_with_gpus_are_counted_by_gpus()
    {
        var bench = new Bench();
        bench.Submit(Shaped("s", 100, new ResourceShape(0, 1, 1, 1)));
        Attach(bench, A, credit: 1, new InstanceResources(1, 2, 16, 2));

        Assert.Equal(4, Assert.Single(bench.Taken<LeaseGrant>(A)).Ranges.Total());
    }

    [Fact]
    public void A_chain_is_counted_by_the_largest_of_its_tasks_and_ends_before_what_does_not_fit()
    {
        var bench = new Bench();
        bench.Submit(
            Shaped("s", 100, ResourceShape.OneCore),
            Shaped("t", 100, FourCores, new ArrayDependency(0, ArrayDependencyKind.Elementwise)),
            Shaped("u", 100, TwoNodes, new ArrayDependency(1, ArrayDependencyKind.Elementwise)));
        Attach(bench, A, credit: 1, OneNode);

        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.Equal([Bench.Id(0), Bench.Id(1)], grant.Chain);
        Assert.Equal(2, grant.Ranges.Total());
    }

    [Fact]
    public void A_lease_tells_shapes_and_walltimes_where_they_are_not_the_usual_ones()
    {
        var bench = new Bench();
        bench.Submit(
            Shaped("s", 1, FourCores) with { Walltime = TimeSpan.FromMinutes(3) },
            Shaped("t", 1, ResourceShape.OneCore, new ArrayDependency(0, ArrayDependencyKind.Elementwise)),
            Shaped("u", 1, ResourceShape.OneCore));
        Attach(bench, A, credit: 2, OneNode);

        List<LeaseGrant> grants = bench.Taken<LeaseGrant>(A);
        Assert.Equal([FourCores, ResourceShape.OneCore], grants[0].Shapes);
        Assert.Equal([TimeSpan.FromMinutes(3), null], grants[0].Walltimes);
        Assert.Empty(grants[1].Shapes);
        Assert.Empty(grants[1].Walltimes);
    }

    [Fact]
    public void What_no_longer_fits_is_asked_back_when_a_consumer_says_so()
    {
        var bench = new Bench();
        bench.Submit(Shaped("big", 4, TwoNodes), Shaped("small", 4, ResourceShape.OneCore));
        Attach(bench, A, credit: 1, new InstanceResources(1, 4, 4, 0));
        LeaseGrant big = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.Equal((Bench.Id(0), 2L), (big.Chain[0], big.Ranges.Total()));

        Hello(bench, A, [new HeldLease(big.Lease, Bench.Id(0), big.Ranges)], new InstanceResources(1, 1, 4, 0));
        bench.Handle(A, new CreditGrant(1));
        bench.EndTurn();
        LeaseRecall recall = Assert.Single(bench.Taken<LeaseRecall>(A));
        Assert.Equal(big.Lease, recall.Lease);
        Assert.Equal(Bench.Id(1), Assert.Single(bench.Taken<LeaseGrant>(A)).Chain[0]);

        bench.Handle(A, new LeaseRelease(big.Lease, Bench.Id(0), big.Ranges, recall.Recall));
        bench.EndTurn();
        Assert.Equal(4, bench.Scheduler.Counts(Bench.Id(0)).Ready);
    }

    [Fact]
    public void A_consumer_with_a_long_tail_gives_an_idle_one_only_what_fits_that_one()
    {
        var bench = new Bench();
        bench.Submit(Shaped("s", 400, TwoNodes));
        Attach(bench, A, credit: 1, new InstanceResources(1, 4, 4, 0));
        LeaseGrant first = Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Report(A, first.Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Succeeded, micros: 5_000));
        bench.Handle(A, new CreditGrant(1));
        bench.EndTurn();
        Assert.Single(bench.Taken<LeaseGrant>(A));

        Attach(bench, B, credit: 1, OneNode);
        bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Empty(bench.Taken<LeaseRecall>(A));

        Hello(bench, B, [], new InstanceResources(1, 2, 4, 0));
        bench.Handle(B, new CreditGrant(1));
        bench.Pass(TimeSpan.FromSeconds(1));
        Assert.Single(bench.Taken<LeaseRecall>(A));
    }

    [Fact]
    public void An_agent_that_gives_tasks_back_is_not_given_them_again_before_it_tells_of_other_workers()
    {
        var bench = new Bench();
        bench.Submit(Shaped("s", 10, TwoNodes));
        var two = new InstanceResources(1, 2, 4, 0);
        Hello(bench, A, [], two, isAgent: true);
        bench.Handle(A, new CreditGrant(2));
        bench.EndTurn();
        foreach (LeaseGrant grant in bench.Taken<LeaseGrant>(A))
        {
            bench.Handle(A, new LeaseRelease(grant.Lease, Bench.Id(0), grant.Ranges, null));
        }

        bench.Handle(A, new CreditGrant(2));
        bench.EndTurn();
        Assert.Empty(bench.Taken<LeaseGrant>(A));
        Assert.Equal(
            "Each of its tasks needs 2 nodes of 4 cores; no worker behind an agent that serves queue 'queue' has that.",
            Reasons(bench)[^1]);

        Hello(bench, A, [], two with { Instances = 2 }, isAgent: true);
        bench.Handle(A, new CreditGrant(2));
        bench.EndTurn();
        Assert.NotEmpty(bench.Taken<LeaseGrant>(A));
    }

    [Fact]
    public void Equally_urgent_tasks_of_different_shapes_share_a_consumer()
    {
        var bench = new Bench();
        bench.Submit(Shaped("big", 40, new ResourceShape(0, 1, 3, 0)), Shaped("small", 40, ResourceShape.OneCore));
        Attach(bench, A, credit: 3, new InstanceResources(1, 1, 4, 0));

        Assert.Equal([Bench.Id(0), Bench.Id(1), Bench.Id(0)], bench.Taken<LeaseGrant>(A).Select(grant => grant.Chain[0]));
    }

    [Fact]
    public void More_urgent_tasks_do_not_make_room_for_less_urgent_ones_of_another_shape()
    {
        var bench = new Bench();
        bench.Submit(
            Shaped("big", 40, new ResourceShape(0, 1, 3, 0)) with { Urgency = 20 },
            Shaped("middle", 1, new ResourceShape(0, 1, 2, 0)) with { Urgency = 20 },
            Shaped("small", 40, ResourceShape.OneCore));
        Attach(bench, A, credit: 4, new InstanceResources(1, 1, 4, 0));

        Assert.Equal(
            [Bench.Id(0), Bench.Id(1), Bench.Id(0), Bench.Id(0)], bench.Taken<LeaseGrant>(A).Select(grant => grant.Chain[0]));
    }

    [Fact]
    public void What_never_fits_is_explained()
    {
        var bench = new Bench();
        bench.Submit(Shaped("s", 10, new ResourceShape(8, 8, 4, 0)));
        Attach(bench, A, credit: 1, OneNode);
        Assert.Equal(
            "Each of its tasks needs 8 nodes of 4 cores; the only worker that serves queue 'queue' has 1 node of 8 cores.",
            Reasons(bench)[^1]);

        Attach(bench, B, credit: 1, new InstanceResources(3, 1, 36, 4), new InstanceResources(1, 4, 36, 2));
        Assert.Equal(
            "Each of its tasks needs 8 nodes of 4 cores; the largest of the 2 workers that serve queue 'queue' has 4 nodes of "
                + "36 cores and 2 GPUs.",
            Reasons(bench)[^1]);
    }

    [Fact]
    public void What_will_never_fit_is_explained_while_it_waits_for_others()
    {
        var bench = new Bench();
        bench.Submit(
            Shaped("s", 2, ResourceShape.OneCore),
            Shaped("t", 2, new ResourceShape(8, 8, 4, 0), new ArrayDependency(0, ArrayDependencyKind.All)));
        string[] Told(long? index) => [.. bench.Scheduler.Explain(SimRoot.Anyone, new StudyId(1), 1, index, bench.Now)];
        Assert.Single(Told(null));

        Attach(bench, A, credit: 1, OneNode);
        const string Misfit = "Each of its tasks needs 8 nodes of 4 cores; the only worker that serves queue 'queue' has 1 node of 8 cores.";
        Assert.Equal(Misfit, Told(null)[^1]);
        Assert.Equal(Misfit, Told(1)[^1]);
        Attach(bench, B, credit: 1, new InstanceResources(1, 8, 4, 0));
        Assert.Single(Told(null));
    }

    [Fact]
    public void Only_those_whom_a_task_fits_count_when_it_waits_for_room()
    {
        var bench = new Bench();
        bench.Submit(Shaped("s", 10, TwoNodes));
        Attach(bench, A, credit: 1, OneNode);
        Attach(bench, B, credit: 1, new InstanceResources(1, 2, 4, 0));

        Assert.Contains(
            "1 of the 2 workers that serve queue 'queue' can run tasks of 2 nodes of 4 cores; all are busy: they hold 1 task for 1 "
                + "slots.",
            Reasons(bench));
    }

    // By cores and GPUs together more runs there than its leases' shares of it add up to.
    [Fact]
    public void Half_of_what_waits_behind_unlike_tasks_is_asked_back_for_a_like_consumer()
    {
        var bench = new Bench();
        InstanceResources owned = OneNode with { GpusPerNode = 4 };
        Attach(bench, A, credit: 3, owned);
        bench.Submit(Shaped("gpus", 1, new ResourceShape(0, 1, 1, 4)));
        bench.Submit(Shaped("wide", 1, FourCores));
        bench.Submit(Shaped("narrow", 8, ResourceShape.OneCore));
        LeaseId narrow = bench.Taken<LeaseGrant>(A)[2].Lease;
        bench.Handle(A, new Heartbeat([new RunningTask(Bench.Id(0), 0, 0, 1), new RunningTask(Bench.Id(0, study: 2), 0, 0, 1)]));
        Attach(bench, B, credit: 1, owned);
        bench.Pass(TimeSpan.FromSeconds(1));

        LeaseRecall recall = Assert.Single(bench.Taken<LeaseRecall>(A));
        Assert.Equal((narrow, 4L), (recall.Lease, recall.Ranges.Total()));
    }

    [Theory]
    [InlineData(-1, 1, 1, 0, "asks for -1 nodes; that must be between 0 and 10000000.")]
    [InlineData(0, 0, 1, 0, "asks for 0 processes; that must be between 1 and 10000000.")]
    [InlineData(0, 1, 0, 0, "asks for 0 cores for each process; that must be between 1 and 10000000.")]
    [InlineData(0, 1, 1, 10_000_001, "asks for 10000001 GPUs for each process; that must be between 0 and 10000000.")]
    public void An_absurd_shape_is_refused(int nodes, int procs, int cores, int gpus, string fault)
    {
        var bench = new Bench();
        ArraySpec array = Shaped("s", 1, new ResourceShape(nodes, procs, cores, gpus));

        RequestAnswer answer = bench.Ask(
            SimRoot.Anyone, number => new StudySubmit(number, new StudySubmission("s", "/w", "", [array], default)));

        Assert.Equal($"Step 's' {fault}", Assert.IsType<RequestRefused>(answer).Reason);
    }

    [Fact]
    public void The_largest_numbers_there_are_lead_to_no_more_slots_than_can_be_counted()
    {
        InstanceResources[] resources = [.. Enumerable.Repeat(new InstanceResources(1_000_000, 1_000_000, 1_000_000, 0), 100)];

        Assert.Equal(int.MaxValue, new Capacity(1, resources).SlotsFor(ResourceShape.OneCore));
        Assert.Equal(0, new Capacity(1, resources).SlotsFor(new ResourceShape(10_000_000, 10_000_000, 10_000_000, 10_000_000)));
    }

    private static ArraySpec Shaped(string name, long count, ResourceShape shape, params ArrayDependency[] dependencies) =>
        Bench.Array(name, count, dependencies) with { Shape = shape };

    private static IReadOnlyList<string> Reasons(Bench bench) =>
        bench.Scheduler.Explain(SimRoot.Anyone, new StudyId(1), 0, null, bench.Now);

    private static void Attach(Bench bench, PeerId peer, int credit, params InstanceResources[] resources)
    {
        Hello(bench, peer, [], resources);
        bench.Handle(peer, new CreditGrant(credit));
        bench.EndTurn();
    }

    private static void Hello(Bench bench, PeerId peer, HeldLease[] held, params InstanceResources[] resources) =>
        Hello(bench, peer, held, resources, isAgent: false);

    private static void Hello(Bench bench, PeerId peer, HeldLease[] held, InstanceResources resources, bool isAgent) =>
        Hello(bench, peer, held, [resources], isAgent);

    private static void Hello(Bench bench, PeerId peer, HeldLease[] held, InstanceResources[] resources, bool isAgent)
    {
        var id = new ConsumerId($"c{peer.Value}");
        bench.Handle(peer, new ConsumerHello(id, id.Value, "host", [], Slots: 1, isAgent, held) { Resources = resources });
    }
}

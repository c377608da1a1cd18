using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling;

public sealed class LossTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);

    [Fact]
    public void A_task_that_keeps_killing_its_worker_is_run_alone_and_then_given_up()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 2));
        Assert.Equal([new IndexRange(0, 2)], LoseOnGrant(bench, A, "a1").Ranges);
        Assert.Equal([new IndexRange(0, 2)], LoseOnGrant(bench, A, "a2").Ranges);
        for (int life = 3; life < 6; life++)
        {
            Assert.Equal(0, bench.Scheduler.Counts(Bench.Id(0)).Raised);
            LeaseGrant alone = LoseOnGrant(bench, A, $"a{life}");
            Assert.True(alone.Alone);
            Assert.Equal([IndexRange.Of(0)], alone.Ranges);
        }

        Assert.Equal(1, bench.Scheduler.Counts(Bench.Id(0)).Raised);
        bench.Attach(A, "a6");
        LeaseGrant innocent = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.Equal([IndexRange.Of(1)], innocent.Ranges);
        Assert.Empty(innocent.Attempts);
        bench.Report(A, innocent.Lease, Bench.Id(0), Bench.Record(1, TaskOutcome.Succeeded));
        Assert.Equal(StudyEnd.Completed, Assert.Single(bench.Taken<StudyEnded>(Bench.Producer)).End);
    }

    [Fact]
    public void A_worker_whose_time_had_run_out_by_its_own_word_blames_nobody()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 2));
        for (int life = 0; life < 6; life++)
        {
            Assert.False(LoseOnGrant(bench, A, $"a{life}", TimeSpan.FromSeconds(10)).Alone);
        }
    }

    [Fact]
    public void A_worker_that_says_goodbye_blames_nobody()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 2));
        for (int life = 0; life < 6; life++)
        {
            bench.Attach(A, $"a{life}");
            Assert.False(Assert.Single(bench.Taken<LeaseGrant>(A)).Alone);
            bench.Handle(A, new ConsumerGoodbye());
            bench.EndTurn();
        }
    }

    [Fact]
    public void Tasks_of_a_lost_worker_are_leased_few_at_a_time_afterwards()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1000), Bench.Array("t", 1000, new ArrayDependency(0, ArrayDependencyKind.Elementwise)));
        bench.Attach(A, "a", slots: 2, credit: 1);
        LeaseGrant first = Assert.Single(bench.Taken<LeaseGrant>(A));
        bench.Handle(A, new CreditGrant(1));
        bench.Report(A, first.Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Succeeded, micros: 10_000));
        Assert.Equal(200, Assert.Single(bench.Taken<LeaseGrant>(A)).Ranges.Total());
        Lose(bench, A);

        bench.Attach(B, "b", slots: 2, credit: 1);
        LeaseGrant second = Assert.Single(bench.Taken<LeaseGrant>(B));
        Assert.Equal(2, second.Ranges.Total());
        Assert.Equal([Bench.Id(0)], second.Chain);
    }

    [Fact]
    public void A_task_that_must_run_alone_waits_until_its_worker_has_nothing_else_and_other_work_goes_on()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 1));
        LoseOnGrant(bench, A, "a1");
        LoseOnGrant(bench, A, "a2");
        bench.Submit(Bench.Array("other", 100) with { Urgency = 31 });
        bench.Attach(A, "a", slots: 2, credit: 1);
        LeaseGrant ordinary = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.False(ordinary.Alone);
        bench.Handle(A, new CreditGrant(1));
        bench.EndTurn();
        Assert.Empty(bench.Taken<LeaseGrant>(A));

        bench.Report(A, ordinary.Lease, Bench.Id(0, 2), Bench.Record(0, TaskOutcome.Succeeded), Bench.Record(1, TaskOutcome.Succeeded));
        LeaseGrant alone = Assert.Single(bench.Taken<LeaseGrant>(A));
        Assert.True(alone.Alone);
        bench.Handle(A, new CreditGrant(1));
        bench.EndTurn();
        Assert.Empty(bench.Taken<LeaseGrant>(A));

        bench.Report(A, alone.Lease, Bench.Id(0), Bench.Record(0, TaskOutcome.Succeeded));
        Assert.Equal(new StudyId(2), Assert.Single(bench.Taken<LeaseGrant>(A)).Chain[0].Study);
    }

    [Fact]
    public void Half_of_the_workers_at_most_are_drained_for_tasks_that_must_run_alone()
    {
        var bench = new Bench();
        bench.Submit(Bench.Array("s", 4));
        LoseOnGrant(bench, A, "a1", slots: 4);
        LoseOnGrant(bench, A, "a2", slots: 4);
        bench.Submit(Bench.Array("other", 1000) with { Urgency = 31 });
        PeerId[] peers = [.. Enumerable.Range(20, 4).Select(i => new PeerId(i))];
        foreach (PeerId peer in peers)
        {
            bench.Attach(peer, $"w{peer.Value}", slots: 1, credit: 1);
        }

        List<LeaseGrant> grants = [.. peers.Select(peer => Assert.Single(bench.Taken<LeaseGrant>(peer)))];
        Assert.DoesNotContain(grants, grant => grant.Alone);
        for (int round = 0; round < 40; round++)
        {
            for (int i = 0; i < peers.Length; i++)
            {
                bench.Handle(peers[i], new CreditGrant(1));
                bench.Report(peers[i], grants[i].Lease, grants[i].Chain[0], Bench.Record(grants[i].Ranges[0].Start, TaskOutcome.Succeeded));
                grants[i] = bench.Taken<LeaseGrant>(peers[i]).LastOrDefault() ?? grants[i];
                Assert.InRange(bench.Scheduler.Leases.Count(lease => lease.IsAlone), 0, 2);
            }
        }

        Assert.Equal(StudyEnd.Completed, Assert.Single(bench.Taken<StudyEnded>(Bench.Producer)).End);
        Assert.True(bench.Scheduler.Counts(Bench.Id(0, 2)).Succeeded > 40);
    }

    [Fact]
    public void Losses_outlive_a_restart_of_the_broker()
    {
        var submission = new StudySubmission("s", "/w", "me", [Bench.Array("s", 2)], default);
        var array = new ArraySnapshot(16, [], []) { Losses = [new TaskLosses(1, 2, 0)] };
        var bench = new Bench();
        bench.Scheduler.Restore(
            new SchedulerSnapshot(2, 1, [new StudySnapshot(new StudyId(1), submission, StudyEnd.None, [array])], []), bench.Now);
        bench.Attach(A, "a");
        bench.Attach(B, "b");

        Assert.False(Assert.Single(bench.Taken<LeaseGrant>(A)).Alone);
        Assert.True(Assert.Single(bench.Taken<LeaseGrant>(B)).Alone);
    }

    [Fact]
    public void A_consumer_that_speaks_on_a_line_without_a_hello_is_asked_for_it_once()
    {
        var bench = new Bench();
        bench.Handle(A, new Heartbeat([]));
        bench.Handle(A, new CreditGrant(1));
        bench.EndTurn();
        Assert.Single(bench.Taken<ConsumerUnknown>(A));
        bench.Attach(A, "a");
        bench.Handle(A, new ConsumerGoodbye());
        bench.Handle(A, new Heartbeat([]));
        bench.EndTurn();
        Assert.Empty(bench.Taken<ConsumerUnknown>(A));
    }

    [Fact]
    public void Hellos_and_heartbeats_are_answered_by_their_numbers()
    {
        var bench = new Bench();
        bench.Handle(A, new ConsumerHello(new ConsumerId("a"), "a", "host", [], 1, IsAgent: false, []) { Number = 7 });
        bench.Handle(A, new Heartbeat([]) { Number = 8 });
        bench.EndTurn();

        Welcome welcome = Assert.Single(bench.Taken<Welcome>(A));
        Assert.Equal((7, TimeSpan.FromSeconds(30)), (welcome.Number, welcome.HeartbeatLimit));
        Assert.Equal(8, Assert.Single(bench.Taken<HeartbeatAck>(A)).Number);
    }

    private static LeaseGrant LoseOnGrant(Bench bench, PeerId peer, string name, TimeSpan? left = null, int slots = 2)
    {
        bench.Handle(peer, new ConsumerHello(new ConsumerId(name), name, "host", [], slots, IsAgent: false, []) { TimeLeft = left });
        bench.Handle(peer, new CreditGrant(1));
        bench.EndTurn();
        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(peer));
        Lose(bench, peer);
        return grant;
    }

    private static void Lose(Bench bench, PeerId peer)
    {
        bench.Scheduler.PeerClosed(peer, bench.Now);
        for (int i = 0; i < 8; i++)
        {
            bench.Pass(TimeSpan.FromSeconds(4));
        }
    }
}

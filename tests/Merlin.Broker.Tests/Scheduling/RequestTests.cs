using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Tests.Scheduling.Simulation;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>What producers ask for, and what comes of it.</summary>
public sealed class RequestTests
{
    private static readonly PeerId A = new(10);
    private static readonly PeerId B = new(11);
    private static readonly ClientIdentity Ann = ClientIdentity.OfThisUser("ann");
    private static readonly ClientIdentity Bob = ClientIdentity.OfThisUser("bob");

    [Fact]
    public void A_submission_with_a_token_that_is_known_is_answered_with_the_study_of_then()
    {
        var bench = new Bench { Store = new ModelStore() };
        StudySubmit Submit(long number) =>
            new(number, new StudySubmission("s", "/w", "", [Bench.Array("s", 1)], default) { Token = "once" });
        var first = Assert.IsType<StudyAccepted>(bench.Ask(Ann, Submit));
        Assert.Equal(first.Study, Assert.IsType<StudyAccepted>(bench.Ask(Ann, Submit)).Study);
        Assert.NotEqual(first.Study, Assert.IsType<StudyAccepted>(bench.Ask(Bob, Submit)).Study);
        bench.Restart();
        Assert.Equal(first.Study, Assert.IsType<StudyAccepted>(bench.Ask(Ann, Submit)).Study);
    }

    [Fact]
    public void A_held_study_is_asked_back_and_leased_again_when_it_is_released()
    {
        var bench = new Bench { Store = new ModelStore() };
        StudyId study = bench.Submit(Ann, Bench.Array("s", 4));
        bench.Attach(Ann, A, "a");
        List<LeaseGrant> grants = bench.Taken<LeaseGrant>(A);
        Assert.IsType<RequestDone>(bench.Ask(Ann, number => new StudyHold(number, study, Held: true)));
        Assert.Equal(grants.Count, bench.Taken<LeaseRecall>(A).Count(recall => !recall.Kill));
        foreach (LeaseGrant grant in grants)
        {
            bench.Handle(A, Ann, new LeaseRelease(grant.Lease, grant.Chain[0], grant.Ranges, null));
            bench.Handle(A, Ann, new CreditGrant(1));
        }

        bench.EndTurn();
        Assert.Empty(bench.Taken<LeaseGrant>(A));
        bench.Restart();
        bench.Attach(Ann, A, "a");
        Assert.Empty(bench.Taken<LeaseGrant>(A));
        Assert.Contains("is held", bench.Scheduler.Explain(Ann, study, 0, 0, bench.Now)[0], StringComparison.Ordinal);

        bench.Ask(Ann, number => new StudyHold(number, study, Held: false));
        Assert.NotEmpty(bench.Taken<LeaseGrant>(A));
    }

    [Fact]
    public void A_holder_of_held_work_is_asked_again_after_it_has_attached_again()
    {
        var bench = new Bench();
        StudyId study = bench.Submit(Ann, Bench.Array("s", 4));
        bench.Attach(Ann, A, "a");
        LeaseGrant grant = bench.Taken<LeaseGrant>(A)[0];
        bench.Scheduler.PeerClosed(A, bench.Now);
        bench.Ask(Ann, number => new StudyHold(number, study, Held: true));
        bench.Handle(B, Ann, new ConsumerHello(new ConsumerId("a"), "a", "h", [], 2, IsAgent: false, [new HeldLease(grant.Lease, grant.Chain[0], grant.Ranges)]));
        bench.EndTurn();
        Assert.Equal(grant.Lease, Assert.Single(bench.Taken<LeaseRecall>(B)).Lease);
    }

    [Fact]
    public void A_shared_study_is_seen_and_steered_but_neither_run_nor_extended_nor_shared_on()
    {
        var bench = new Bench { Store = new ModelStore() };
        StudyId study = bench.Submit(Ann, Bench.Array("s", 2) with { Sampled = true });
        bench.Attach(Bob, B, "b");
        RequestAnswer stranger = bench.Ask(Bob, number => new StudyHold(number, study, Held: true));
        Assert.Contains($"no running {study}", Assert.IsType<RequestRefused>(stranger).Reason, StringComparison.Ordinal);

        bench.Ask(Ann, number => new StudyShare(number, study, "bob", Shared: true));
        Assert.IsType<RequestDone>(bench.Ask(Ann, number => new StudyShare(number, study, "bob", Shared: true)));
        bench.Restart();
        Assert.True(bench.Scheduler.MaySee(Bob, study));
        Assert.False(bench.Scheduler.MayRun(Bob, study));
        Assert.IsType<RequestDone>(bench.Ask(Bob, number => new UrgencyChange(number, study, [], 20)));
        Assert.IsType<RequestRefused>(bench.Ask(Bob, number => new StudyExtend(number, study, [0], 2, 3, default, 1)));
        Assert.IsType<RequestRefused>(bench.Ask(Bob, number => new StudyShare(number, study, "eve", Shared: true)));
        bench.Attach(Bob, B, "b");
        Assert.Empty(bench.Taken<LeaseGrant>(B));

        bench.Ask(Ann, number => new StudyShare(number, study, "bob", Shared: false));
        Assert.False(bench.Scheduler.MaySee(Bob, study));
    }

    [Fact]
    public void Every_watcher_that_may_still_see_a_study_is_told_of_its_end()
    {
        var bench = new Bench();
        StudyId study = bench.Submit(Ann, Bench.Array("s", 1));
        bench.Ask(Ann, number => new StudyShare(number, study, "bob", Shared: true));
        var closed = new PeerId(12);
        foreach ((PeerId peer, ClientIdentity who) in ((PeerId, ClientIdentity)[])[(A, Ann), (B, Bob), (closed, Ann), (Bench.Producer, Ann)])
        {
            bench.Handle(peer, who, new StudyWatch(1, study));
        }

        bench.Scheduler.PeerClosed(closed, bench.Now);
        bench.EndTurn();
        Assert.Single(bench.Taken<RequestDone>(Bench.Producer));
        bench.Ask(Ann, number => new StudyShare(number, study, "bob", Shared: false));
        bench.EndTurn();
        bench.Handle(A, Ann, new StudyCancel(1, study));
        bench.EndTurn();
        Assert.Equal(StudyEnd.Cancelled, Assert.Single(bench.Taken<StudyEnded>(A)).End);
        Assert.Single(bench.Taken<StudyEnded>(Bench.Producer));
        Assert.Empty(bench.Taken<StudyEnded>(B));
        Assert.Empty(bench.Taken<StudyEnded>(closed));
    }

    [Fact]
    public void A_purge_cancels_what_waits_in_ones_own_queues_and_in_nobodys_hands()
    {
        var bench = new Bench();
        StudyId study = bench.Submit(
            Ann,
            Bench.Array("s", 10),
            Bench.Array("t", 10, new ArrayDependency(0, ArrayDependencyKind.Elementwise)),
            Bench.Array("u", 1, new ArrayDependency(1, ArrayDependencyKind.All)) with { Queue = "other" });
        StudyId another = bench.Submit(Bob, Bench.Array("s", 3));
        bench.Attach(Ann, A, "a", "nothing");
        bench.Handle(B, Ann, new ConsumerHello(new ConsumerId("b"), "b", "h", ["queue"], 2, IsAgent: false, []));
        bench.Handle(B, Ann, new CreditGrant(1));
        bench.EndTurn();
        LeaseGrant grant = Assert.Single(bench.Taken<LeaseGrant>(B));
        long leased = grant.Ranges.Total();

        var purged = Assert.IsType<QueuePurged>(bench.Ask(Ann, number => new QueuePurge(number, ["queue"])));
        Assert.Equal(20 - (2 * leased), purged.Tasks);
        Assert.Equal(leased, bench.Scheduler.Counts(new ArrayId(study, 1)).Leased);
        Assert.Equal(3, bench.Scheduler.Counts(new ArrayId(another, 0)).Ready);
        Assert.Equal(1, bench.Scheduler.Counts(new ArrayId(study, 2)).Waiting);
        Assert.Equal(0, Assert.IsType<QueuePurged>(bench.Ask(Ann, number => new QueuePurge(number, ["queue"]))).Tasks);
    }

    [Fact]
    public void Urgency_of_an_array_that_is_not_there_changes_nothing()
    {
        var bench = new Bench();
        StudyId study = bench.Submit(Ann, Bench.Array("s", 1));
        Assert.IsType<RequestRefused>(bench.Ask(Ann, number => new UrgencyChange(number, study, [0, 7], 0)));
        bench.Attach(Ann, A, "a");
        Assert.Single(bench.Taken<LeaseGrant>(A));
    }

    [Fact]
    public void Many_studies_of_others_cost_the_matching_nothing_and_ones_own_are_served_in_order()
    {
        var bench = new Bench();
        for (int i = 0; i < 1000; i++)
        {
            bench.Submit(Bob, Bench.Array("s", 1000));
        }

        StudyId later = default;
        for (int i = 0; i < 1000; i++)
        {
            later = bench.Submit(Ann, Bench.Array("s", 1) with { Urgency = i == 999 ? 31 : 16 });
        }

        bench.Attach(Ann, A, "a");
        Assert.Equal([later, new StudyId(1001)], bench.Taken<LeaseGrant>(A).Select(grant => grant.Chain[0].Study));
        Assert.Equal(1, bench.Scheduler.QueuesOf(Ann, ["queue"])[0].Consumers);
    }
}

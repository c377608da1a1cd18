using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Security;
using Merlin.Broker.Tests.Scheduling.Simulation;

namespace Merlin.Broker.Tests.Scheduling;

/// <summary>Tasks that are added to a running study.</summary>
public sealed class ExtendTests
{
    private static readonly PeerId A = new(10);
    private static readonly ClientIdentity Ann = ClientIdentity.OfThisUser("ann");

    // s and t go sample by sample, u waits for all of t, v is alone.
    private static readonly ArraySpec[] Arrays =
    [
        Bench.Array("s", 2) with { Sampled = true },
        Bench.Array("t", 2, new ArrayDependency(0, ArrayDependencyKind.Elementwise)) with { Sampled = true },
        Bench.Array("u", 1, new ArrayDependency(1, ArrayDependencyKind.All)),
        Bench.Array("v", 2) with { Sampled = true, Urgency = 0 },
    ];

    [Theory]
    [InlineData(new[] { 0, 1 }, 3, 5, 1, "has 2 tasks by now, not 3")]
    [InlineData(new[] { 0, 1 }, 2, 2, 1, "from 2 to 2")]
    [InlineData(new[] { 0, 1 }, 2, 5, 2, "revision 0")]
    [InlineData(new[] { 0, 9 }, 2, 5, 1, "no array 9")]
    [InlineData(new int[0], 2, 5, 1, "No step")]
    [InlineData(new[] { 0 }, 2, 5, 1, "sample by sample with step 't'")]
    [InlineData(new[] { 2 }, 1, 5, 1, "does not run for each sample")]
    public void An_impossible_extension_is_refused_with_a_reason(int[] ordinals, long from, long to, int revision, string reason)
    {
        var bench = new Bench { Store = new ModelStore() };
        StudyId study = bench.Submit(Ann, Arrays);
        RequestAnswer answer = bench.Ask(Ann, number => new StudyExtend(number, study, ordinals, from, to, default, revision));
        Assert.Contains(reason, Assert.IsType<RequestRefused>(answer).Reason, StringComparison.Ordinal);
        Assert.Equal(2, bench.Store.Array(new ArrayId(study, 0)).Ended.Length);
    }

    [Fact]
    public void New_tasks_wait_for_theirs_and_barriers_for_them()
    {
        var bench = new Bench { Store = new ModelStore() };
        StudyId study = bench.Submit(Ann, Arrays);
        StudyExtend Extend(long number) => new(number, study, [0, 1], 2, 5, default, 1);
        Assert.IsType<RequestDone>(bench.Ask(Ann, Extend));
        Assert.IsType<RequestDone>(bench.Ask(Ann, Extend));
        Assert.Equal(5, bench.Scheduler.Counts(new ArrayId(study, 0)).Ready);
        Assert.Equal(5, bench.Scheduler.Counts(new ArrayId(study, 1)).Waiting);

        bench.Restart();
        Assert.Equal(5, bench.Scheduler.Counts(new ArrayId(study, 0)).Ready);
        Finish(bench, study, expected: 5);
        Assert.Equal(5, bench.Scheduler.Counts(new ArrayId(study, 1)).Succeeded);
        Assert.Equal(1, bench.Scheduler.Counts(new ArrayId(study, 2)).Succeeded);
        RequestAnswer late = bench.Ask(Ann, number => new StudyExtend(number, study, [0, 1], 5, 6, default, 2));
        Assert.Contains("has ended", Assert.IsType<RequestRefused>(late).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Leases_say_which_revision_of_the_plan_they_need()
    {
        var bench = new Bench();
        StudyId study = bench.Submit(Ann, Arrays);
        bench.Ask(Ann, number => new StudyExtend(number, study, [0, 1], 2, 3, default, 1));
        bench.Attach(Ann, A, "a");
        Assert.All(bench.Taken<LeaseGrant>(A), grant => Assert.Equal(1, grant.PlanRevision));
    }

    [Fact]
    public void The_new_plan_is_stored_with_the_counts()
    {
        var bench = new Bench();
        StudyId study = bench.Submit(Ann, Arrays);
        byte[] plan = [1, 2, 3];
        bench.Handle(A, Ann, new StudyExtend(1, study, [1, 0, 1], 2, 3, plan, 1));
        var extended = Assert.IsType<StudyExtended>(Assert.Single(bench.EndTurn().Changes));
        Assert.Equal([0, 1], extended.Ordinals);
        Assert.Equal((3L, 1), (extended.Count, extended.Revision));
        Assert.Equal(plan, extended.Plan.ToArray());
    }

    private static void Finish(Bench bench, StudyId study, long expected)
    {
        bench.Attach(Ann, A, "a");
        long ended = 0;
        for (List<LeaseGrant> grants = bench.Taken<LeaseGrant>(A); grants.Count > 0; grants = bench.Taken<LeaseGrant>(A))
        {
            foreach (LeaseGrant grant in grants)
            {
                foreach (ArrayId array in grant.Chain)
                {
                    bench.Handle(A, Ann, new TaskReport(grant.Lease, array, ++ended, [], grant.Ranges));
                }

                bench.Handle(A, Ann, new CreditGrant(1));
            }

            bench.EndTurn();
        }

        Assert.Equal(expected, bench.Scheduler.Counts(new ArrayId(study, 0)).Succeeded);
    }
}

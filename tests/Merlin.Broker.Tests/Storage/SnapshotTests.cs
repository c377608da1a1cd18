using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Tests.Storage;

public class SnapshotTests
{
    private static readonly ArrayId Second = new(Samples.Study, 1);

    [Fact]
    public void A_new_store_has_an_empty_snapshot()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        SchedulerSnapshot snapshot = store.LoadSnapshot();
        Assert.Equal((1L, 1L), (snapshot.NextStudy, snapshot.NextLease));
        Assert.Empty(snapshot.Studies);
        Assert.Empty(snapshot.Leases);
    }

    [Fact]
    public void A_task_that_has_ended_is_to_be_tried_no_more()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(100))]);
        store.Commit([.. new long[] { 7, 8 }.Select(index => new AttemptScheduled(
            Samples.Array, new AttemptState(index, 1, TaskOutcome.Retry, 123, 0), new Instant(55)))]);

        store.Commit([Samples.Ended(
            Samples.Array, "w", [Samples.Record(new Random(7), 7) with { Outcome = TaskOutcome.Succeeded, Attempt = 1 }])]);

        ArraySnapshot array = Assert.Single(Assert.Single(store.LoadSnapshot().Studies).Arrays);
        Assert.Equal([8L], array.Attempts.Select(scheduled => scheduled.Attempt.Index));
    }

    [Fact]
    public void Everything_that_is_open_comes_back()
    {
        using var directory = new TemporaryDirectory();
        var attempt = new AttemptState(7, 2, TaskOutcome.Retry, 123, 1);
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(
                Samples.Study,
                Samples.ArrayOf(9_000),
                Samples.ArrayOf(9_000, "b", new ArrayDependency(0, ArrayDependencyKind.Elementwise)))]);
            store.Commit(
            [
                Samples.Ended(Samples.Array, "w", [.. Enumerable.Range(4_000, 200).Select(index =>
                    Samples.Record(new Random(index), index) with { Outcome = TaskOutcome.Succeeded })]),
                new RangesEnded(Second, [new(0, 10), new(8_000, 9_000)], TaskOutcome.NotRun),
                new AttemptScheduled(Samples.Array, attempt, new Instant(55)),
                new ArrayUrgencySet(Second, 3),
                new StudyStopping(Samples.Study, StudyEnd.HardFailed),
                new LeaseOpened(new LeaseId(5), new ConsumerId("w"), [Samples.Array, Second], [new(0, 20), new(30, 40)]),
                new LeaseOpened(new LeaseId(6), new ConsumerId("v"), [Second], [new(50, 60)]),
                new LeaseReduced(new LeaseId(5), Second, [new(35, 38)]),
                new LeaseShadowed(new LeaseId(5), Samples.Array, [new(1, 4)]),
                new LeaseReduced(new LeaseId(5), Samples.Array, [new(2, 3)]),
                new LeaseClosed(new LeaseId(6)),
            ]);
        }

        using Store again = Store.Open(directory.Path);
        SchedulerSnapshot snapshot = again.LoadSnapshot();
        Assert.Equal((2L, 7L), (snapshot.NextStudy, snapshot.NextLease));
        StudySnapshot study = Assert.Single(snapshot.Studies);
        Assert.Equal(StudyEnd.HardFailed, study.Stopping);
        Assert.Equal([new ArrayDependency(0, ArrayDependencyKind.Elementwise)], study.Submission.Arrays[1].Dependencies);
        Assert.Equal([16, 3], study.Arrays.Select(array => array.Urgency));
        Assert.Equal(
            [new EndedRange(new(4_000, 4_096), TaskState.Succeeded), new EndedRange(new(4_096, 4_200), TaskState.Succeeded)],
            study.Arrays[0].Ended);
        Assert.Equal(
            [new EndedRange(new(0, 10), TaskState.NotRun), new EndedRange(new(8_000, 9_000), TaskState.NotRun)],
            study.Arrays[1].Ended);
        Assert.Equal([new ScheduledAttempt(attempt, new Instant(55))], study.Arrays[0].Attempts);
        LeaseSnapshot lease = Assert.Single(snapshot.Leases);
        Assert.Equal((new LeaseId(5), new ConsumerId("w")), (lease.Lease, lease.Holder));
        Assert.Equal([new(0, 2), new(3, 20), new(30, 40)], lease.Held[0]);
        Assert.Equal([new(0, 2), new(3, 20), new(30, 35), new(38, 40)], lease.Held[1]);
        Assert.Equal([new(1, 2), new(3, 4)], lease.Shadowed[0]);
        Assert.Empty(lease.Shadowed[1]);
    }

    [Fact]
    public void A_closed_study_is_not_part_of_it()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(1))]);
        store.Commit(
        [
            Samples.Ended(Samples.Array, "w", Samples.Record(new Random(1), 0)),
            new StudyClosed(Samples.Study, StudyEnd.Completed, new Instant(2)),
        ]);
        Assert.Empty(store.LoadSnapshot().Studies);
        Assert.Equal(StudyEnd.Completed, store.ReadStatus(Samples.Study, null)!.End);
    }
}

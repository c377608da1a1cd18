using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Storage;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Tests.Storage;

public class ManyStudiesTests
{
    [Fact]
    public void Everything_that_owners_ask_for_comes_back()
    {
        using var directory = new TemporaryDirectory();
        var parent = new TaskId(new ArrayId(new StudyId(7), 2), 11);
        ArraySpec array = Samples.ArrayOf(100) with { Step = "run", Walltime = TimeSpan.FromMinutes(3), Sampled = true, Shape = new ResourceShape(2, 8, 4, 1) };
        string brokerId;
        using (Store store = Store.Open(directory.Path))
        {
            brokerId = store.BrokerId;
            store.Commit(
            [
                new ConsumerBound(new ConsumerId("w-1"), "w", "key", "me") { Host = "node1", Job = "ƒ1" },
                new StudyAdded(Samples.Study, Samples.Submission(array) with { Token = "t", Parent = parent }, new Instant(1)),
                new StudyHeldSet(Samples.Study, true),
                new StudySharedSet(Samples.Study, "one", true),
                new StudySharedSet(Samples.Study, "two", true),
                new StudySharedSet(Samples.Study, "one", false),
                new TaskLossesSet(Samples.Array, new TaskLosses(3, 2, 1)),
                new TaskLossesSet(Samples.Array, new TaskLosses(4, 1, 0)),
                new TaskLossesSet(Samples.Array, new TaskLosses(4, 0, 0)),
                new LeaseOpened(new LeaseId(1), new ConsumerId("w-1"), [Samples.Array], [new(0, 5)]),
                new StudyExtended(Samples.Study, [0], 150, new byte[] { 9 }, 1),
            ]);
        }

        using Store again = Store.Open(directory.Path);
        Assert.Equal((32, brokerId), (brokerId.Length, again.BrokerId));
        SchedulerSnapshot snapshot = again.LoadSnapshot();
        StudySnapshot study = Assert.Single(snapshot.Studies);
        Assert.Equal((true, 1, "t", parent), (study.Held, study.PlanRevision, study.Submission.Token, study.Submission.Parent));
        Assert.Equal(["two"], study.SharedWith);
        ArraySpec spec = study.Submission.Arrays[0];
        Assert.Equal(("run", TimeSpan.FromMinutes(3), true, 150), (spec.Step, spec.Walltime, spec.Sampled, spec.Count));
        Assert.Equal(new ResourceShape(2, 8, 4, 1), spec.Shape);
        Assert.Equal([new TaskLosses(3, 2, 1)], study.Arrays[0].Losses);
        Assert.Equal([new ConsumerSnapshot(new ConsumerId("w-1"), "w", "key", "me") { Host = "node1", Job = "ƒ1" }], snapshot.Consumers);
        Assert.Equal((1, 9), (again.ReadPlan(Samples.Study)!.Revision, again.ReadPlan(Samples.Study)!.Plan.Span[0]));
        Assert.Equal(Samples.Study, again.FindByToken("somebody", "t"));
        Assert.Null(again.FindByToken("another", "t"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_log_of_leases_gives_back_what_is_open_however_often_it_was_rewritten(int seed)
    {
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        var open = new List<long>();
        long next = 1;
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(1_000_000))]);
            for (int turn = 0; turn < 300; turn++)
            {
                var changes = new List<BrokerChange>();
                for (int i = 0; i < 200; i++)
                {
                    changes.Add(new LeaseOpened(
                        new LeaseId(next), new ConsumerId($"w{next % 5}"), [Samples.Array], [IndexRange.Of(next)]));
                    open.Add(next++);
                    if (open.Count > 50)
                    {
                        int place = random.Next(open.Count);
                        changes.Add(new LeaseClosed(new LeaseId(open[place])));
                        open.RemoveAt(place);
                    }
                }

                store.Commit(changes);
            }
        }

        using Store again = Store.Open(directory.Path);
        SchedulerSnapshot snapshot = again.LoadSnapshot();
        Assert.Equal(next, snapshot.NextLease);
        Assert.True(
            open.Order().SequenceEqual(snapshot.Leases.Select(lease => lease.Lease.Value)), $"seed {seed}");
        Assert.All(snapshot.Leases, lease => Assert.Equal([IndexRange.Of(lease.Lease.Value)], lease.Held[0]));
    }

    [Fact]
    public void Only_the_earlier_runs_of_the_same_workspace_are_superseded()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        var other = new StudyId(2);
        var restarted = new StudyId(3);
        store.Commit([Added(Samples.Study, "/one"), Added(other, "/two")]);
        store.Commit(
        [
            Samples.Ended(Samples.Array, "w", Samples.Record(new Random(1), 5) with { Outcome = TaskOutcome.Succeeded }),
            new StudyClosed(Samples.Study, StudyEnd.Cancelled, new Instant(2)),
            new StudyClosed(other, StudyEnd.Completed, new Instant(2)),
        ]);
        store.Commit([Added(restarted, "/one")]);
        Assert.Null(store.Find(Samples.Study));
        Assert.NotNull(store.Find(other));
        store.Commit([new RangesEnded(new ArrayId(restarted, 0), [new(5, 7)], TaskOutcome.AlreadyFinished)]);
        Assert.Equal(
            [TaskOutcome.Succeeded, TaskOutcome.AlreadyFinished],
            StoredRows.Of(store, new ArrayId(restarted, 0)).Select(row => row.Outcome));
        store.Commit([new StudyClosed(restarted, StudyEnd.Completed, new Instant(3))]);
        while (store.Housekeep())
        {
        }

        Assert.Null(store.ReadStatus(Samples.Study, null));
        Assert.NotNull(store.ReadStatus(other, null));
    }

    [Fact]
    public void A_store_of_the_first_version_is_brought_up_to_date()
    {
        using var directory = new TemporaryDirectory();
        string file = Path.Combine(directory.Path, Store.FileName);
        WriteFirstVersion(file);
        using (Store copy = Store.OpenImmutable(directory.Path))
        {
            Assert.Equal("old", copy.ReadStatus(new StudyId(3), null)!.Name);
        }

        using Store store = Store.Open(directory.Path);
        Assert.Equal([7, 8], store.ReadPlan(new StudyId(3))!.Plan.ToArray());
        Assert.Equal((10L, 42L), (store.LoadSnapshot().NextStudy, store.LoadSnapshot().NextLease));
        ArraySpec array = Assert.Single(store.LoadSnapshot().Studies).Submission.Arrays[0];
        Assert.Equal((100, ResourceShape.OneCore), (array.Count, array.Shape));
    }

    [Fact]
    public void A_store_of_the_second_version_is_brought_up_to_date_with_its_records()
    {
        using var directory = new TemporaryDirectory();
        var random = new Random(5);
        TaskRecord[] records = [.. Enumerable.Range(0, 5000).Select(index => Samples.Record(random, index))];
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit(
            [
                new ConsumerBound(new ConsumerId("w-1"), "w", "key", "somebody"),
                Samples.Added(Samples.Study, Samples.ArrayOf(5000)),
                Samples.Ended(Samples.Array, "w-1", records),
            ]);
        }

        TakeBackToVersionTwo(Path.Combine(directory.Path, Store.FileName));
        using Store again = Store.Open(directory.Path);
        Assert.Equal(records.Select(record => StoredRows.RowOf(record, "w")), StoredRows.Of(again, Samples.Array));
        Assert.Equal(ResourceShape.OneCore, again.ArraySpecOf(Samples.Array)!.Shape);
    }

    private static void TakeBackToVersionTwo(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var statement = new Statement(connection, """
            ALTER TABLE task_array DROP COLUMN nodes;
            ALTER TABLE task_array DROP COLUMN procs;
            ALTER TABLE task_array DROP COLUMN cores_per_proc;
            ALTER TABLE task_array DROP COLUMN gpus_per_proc;
            ALTER TABLE consumer DROP COLUMN host;
            ALTER TABLE consumer DROP COLUMN job;
            PRAGMA user_version = 2;
            """);
        statement.Run();
    }

    private static StudyAdded Added(StudyId study, string workspace) =>
        new(study, Samples.Submission(Samples.ArrayOf(10)) with { Workspace = workspace }, new Instant(1));

    private static void WriteFirstVersion(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var statement = new Statement(connection, $"""
            {Migrations.Text(1)}
            INSERT INTO study (id, name, workspace, owner, submitted, plan) VALUES (3, 'old', '/w', 'me', 5, x'0708');
            INSERT INTO task_array (id, study, ordinal, name, queue, tasks, urgency, max_retries, retry_delay, dependencies)
            VALUES (1, 3, 0, 'a', 'q', 100, 16, 1, 0, x'0100');
            UPDATE sqlite_sequence SET seq = 9 WHERE name = 'study';
            INSERT INTO sqlite_sequence (name, seq) VALUES ('lease', 41);
            PRAGMA application_id = {Migrations.ApplicationId};
            PRAGMA user_version = 1;
            """);
        statement.Run();
    }
}

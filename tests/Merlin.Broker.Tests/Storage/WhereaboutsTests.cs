using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Tests.Storage;

/// <summary>Who ran a task and where, as the records tell it.</summary>
public sealed class WhereaboutsTests
{
    private static readonly ConsumerId Agent = new("agent");
    private static readonly TaskRunner Leaf = new(new ConsumerId("leaf"), "sim", "node3", "ƒ3");

    [Fact]
    public void A_task_ran_on_its_workers_host_unless_something_else_is_told()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Open(directory);
        store.Commit([Ended(0, 1) with { Places = [new TaskPlace(1, "ƒ9", "node[4-5]")] }]);

        List<TaskRow> rows = StoredRows.Of(store, Samples.Array);
        Assert.Equal(("agent", "login", null, "ƒ1"), Where(rows[0]));
        Assert.Equal(("agent", "node[4-5]", "ƒ9", "ƒ1"), Where(rows[1]));
        Assert.Equal("It ran on login, for worker 'agent' in Flux job ƒ1.", TaskWords.Whereabouts(rows[0]));
        Assert.Equal("It ran on node[4-5] as Flux job ƒ9, for worker 'agent' in Flux job ƒ1.", TaskWords.Whereabouts(rows[1]));
    }

    [Fact]
    public void What_an_agent_reports_was_run_by_the_worker_behind_it_and_stays_so()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Open(directory))
        {
            store.Commit([Ended(0) with { Runner = Leaf }, Ended(1)]);
            Assert.Equal(["sim", "agent"], store.ReadStatus(Samples.Study, null)!.Arrays[0].Consumers);
        }

        using Store again = Store.Open(directory.Path);
        again.Commit([Ended(2) with { Runner = Leaf with { Consumer = new ConsumerId("leaf.2"), Host = "node4" } }]);
        List<TaskRow> rows = StoredRows.Of(again, Samples.Array);
        Assert.Equal([("sim", "node3", null, "ƒ3"), ("agent", "login", null, "ƒ1"), ("sim", "node4", null, "ƒ3")], rows.Select(Where));
    }

    [Fact]
    public void An_agent_that_gives_another_users_worker_as_its_own_is_not_believed()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Open(directory);
        store.Commit([new ConsumerBound(Leaf.Consumer, "other", "key", "another") { Host = "secret" }]);
        store.Commit([Ended(0) with { Runner = Leaf }]);
        store.Commit([Ended(1) with { Runner = Leaf }]);

        Assert.All(StoredRows.Of(store, Samples.Array), row => Assert.Equal(("agent", "login", null, "ƒ1"), Where(row)));
        Assert.Equal("other", store.NameOf(Leaf.Consumer));
        Assert.Equal("another", store.OwnerOf(Leaf.Consumer));
    }

    // More of them than are remembered at a time.
    [Fact]
    public void Very_many_workers_keep_their_records_and_their_names()
    {
        const int Count = 70_000;
        using var directory = new TemporaryDirectory();
        using Store store = Open(directory, Count + 1);
        TaskRunner[] workers =
            [.. Enumerable.Range(0, Count).Select(i => Leaf with { Consumer = new ConsumerId($"leaf.{i}"), Name = $"w{i}" })];
        store.Commit([.. workers.Select((worker, index) => Ended(index) with { Runner = worker })]);
        store.Commit([Ended(Count) with { Runner = workers[0] }]);

        Assert.Equal(
            [.. workers.Select(worker => worker.Name), "w0"], StoredRows.Of(store, Samples.Array).Select(row => row.Consumer));
        Assert.Equal("somebody", store.OwnerOf(workers[0].Consumer));
    }

    [Fact]
    public void An_identity_that_an_agent_tells_of_belongs_to_its_user()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Open(directory);
        store.Commit([Ended(0) with { Runner = Leaf }]);

        Assert.Equal("somebody", store.OwnerOf(Leaf.Consumer));
    }

    [Fact]
    public void Tasks_without_a_place_cost_nothing_for_those_with_one()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Open(directory))
        {
            store.Commit([Ended(0, 1, 2)]);
            store.Commit([Ended(5000) with { Places = [new TaskPlace(5000, "ƒ", "n")] }]);
        }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory.Path, Store.FileName)};Pooling=False");
        connection.Open();
        using var versions = new Statement(connection, "SELECT hex(substr(records, 1, 1)) FROM task_tail ORDER BY block");
        using SqliteDataReader rows = versions.Rows();
        Assert.True(rows.Read());
        Assert.Equal("01", rows.GetString(0));
        Assert.True(rows.Read());
        Assert.Equal("03", rows.GetString(0));
    }

    [Fact]
    public void A_place_goes_with_its_record_into_the_next_run()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Open(directory);
        store.Commit([Ended(0) with { Places = [new TaskPlace(0, "ƒ9", "node5")] }]);
        store.BeginRun();
        var next = new StudyId(2);
        var array = new ArrayId(next, 0);
        store.Commit([Samples.Added(next, Samples.ArrayOf(10_000))]);
        store.Commit([new RangesEnded(array, [new(0, 1)], TaskOutcome.AlreadyFinished)]);

        Assert.Equal(("agent", "node5", "ƒ9", "ƒ1"), Where(Assert.Single(StoredRows.Of(store, array))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ƒ1")]
    [InlineData("ƒ2kFxT9Qa")]
    [InlineData("f2kFxT9Qa")]
    [InlineData("ƒ12kF")]
    [InlineData("ƒ")]
    [InlineData("f")]
    [InlineData("ƒ0OIl")]
    [InlineData("ƒjpXCZedGfVQ")]
    [InlineData("ƒjpXCZedGfVR")]
    [InlineData("ƒzzzzzzzzzzz")]
    [InlineData("ƒ111111111111")]
    [InlineData("job")]
    [InlineData("ƒ2kFxT9Qa,ƒ2kFxT9Qb,+4")]
    [InlineData("12345")]
    public void A_job_is_read_as_it_was_written(string job)
    {
        StoredTask[] tasks = [.. new[] { "ƒ2kFxT9QZ", job, "", job, "fC" }.Select((text, index) => PlacedAt(index, text))];

        Assert.Equal(tasks.Select(task => task.Place), Decoded(Encoded(tasks)).Select(task => task.Place));
    }

    [Fact]
    public void Jobs_that_were_written_as_texts_are_read()
    {
        // Tasks 5 and 6; the second ran on n1 as job ƒ9.
        byte[] old = Convert.FromHexString("0202" + "0502" + "0102" + "0102" + "D00F14" + "0A0A" + "00" + "00" + "01026E31" + "0101" + "03C69239" + "00");

        List<StoredTask> tasks = Decoded(old);
        Assert.Equal([5, 6], tasks.Select(task => task.Index));
        Assert.Equal([null, new TaskPlace(6, "ƒ9", "n1")], tasks.Select(task => task.Place));
    }

    [Fact]
    public void A_place_with_a_job_of_its_own_takes_six_bytes_at_most()
    {
        const ulong Begin = 800_000_000_000;
        var random = new Random(13);
        StoredTask[] tasks = [.. Enumerable.Range(0, StoredTask.BlockSize).Select(index => PlacedAt(
            index, JobText.Of(((Begin + (ulong)((index * 20) + random.Next(2_000))) << 24) | (uint)random.Next(4), plain: false)))];
        int without = Encoded([.. tasks.Select(task => task with { Place = null })]).Length;

        Assert.InRange(Encoded(tasks).Length - without, 1, 6 * tasks.Length);
    }

    [Fact]
    public void Damaged_places_are_an_error_and_nothing_worse()
    {
        StoredTask[] tasks =
        [
            .. Enumerable.Range(0, 20).Select(index => new StoredTask(Samples.Record(new Random(index), index), 1)
            {
                Place = index % 3 == 0 ? new TaskPlace(index, index % 2 == 0 ? "ƒ" : $"ƒ{index}", $"node{index % 4}") : null,
            }),
        ];
        byte[] good = Encoded(tasks);
        var random = new Random(3);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bad = good[..random.Next(1, good.Length + 1)];
            bad[random.Next(bad.Length)] = (byte)random.Next(256);
            Exception? fault = Record.Exception(() => TaskColumns.Decode(bad, 0, []));
            Assert.True(fault is null or InvalidDataException, fault?.ToString());
        }
    }

    private static StoredTask PlacedAt(int index, string job) => new(Samples.Record(new Random(index), index), 1)
    {
        Place = new TaskPlace(index, job, $"node{index % 16}"),
    };

    private static byte[] Encoded(StoredTask[] tasks)
    {
        var writer = new BlobWriter();
        TaskColumns.Encode(tasks, writer);
        return writer.Written.ToArray();
    }

    private static List<StoredTask> Decoded(byte[] blob)
    {
        var tasks = new List<StoredTask>();
        TaskColumns.Decode(blob, 0, tasks);
        return tasks;
    }

    private static Store Open(TemporaryDirectory directory, long tasks = 10_000)
    {
        Store store = Store.Open(directory.Path);
        store.Commit(
        [
            new ConsumerBound(Agent, "agent", "key", "somebody") { Host = "login", Job = "ƒ1" },
            Samples.Added(Samples.Study, Samples.ArrayOf(tasks)),
        ]);
        return store;
    }

    private static TasksEnded Ended(params long[] indices) => new(
        Samples.Array,
        Agent,
        [.. indices.Select(index => new TaskRecord(index, TaskOutcome.Succeeded, 0, 0, 1_700_000_000_000_000, 5, 5))]);

    private static (string? Worker, string? Hosts, string? Job, string? Instance) Where(TaskRow row) =>
        (row.Consumer, row.Hosts, row.Job, row.Instance);
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Microsoft.Data.Sqlite;

namespace Merlin.Broker.Tests.Storage;

public class TaskRecordTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Rows_are_the_same_whatever_the_order_and_size_of_reports(int seed)
    {
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        int count = random.Next(1, 20_000);
        var expected = new SortedDictionary<long, TaskRow>();
        Store store = Store.Open(directory.Path);
        try
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(count))]);
            foreach (BrokerChange[] changes in RandomReports(random, count, expected).Chunk(25))
            {
                store.Commit(changes);
                if (random.Next(10) == 0)
                {
                    store.Dispose();
                    store = Store.Open(directory.Path);
                }
            }

            Assert.True(expected.Values.SequenceEqual(StoredRows.Of(store, Samples.Array)), $"seed {seed}, before the end");
            AssertTotals(store, expected, seed);
            store.Commit([new StudyClosed(Samples.Study, StudyEnd.Completed, new Instant(2_000_000))]);
            while (store.Housekeep())
            {
            }

            Assert.True(expected.Values.SequenceEqual(StoredRows.Of(store, Samples.Array)), $"seed {seed}, compacted");
        }
        finally
        {
            store.Dispose();
        }

        Assert.Equal(0, Query(directory.Path, "SELECT count(*) FROM task_tail"));
    }

    [Fact]
    public void Tasks_that_report_one_by_one_take_sixteen_bytes_at_most()
    {
        const int Count = 100_000;
        var random = new Random(7);
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(Count))]);
            foreach (long[] some in Windowed(random, Count).Chunk(500))
            {
                store.Commit([.. some.Select(index =>
                    Samples.Ended(Samples.Array, $"w{random.Next(4)}", Samples.Record(random, index)))]);
            }

            store.Commit([new StudyClosed(Samples.Study, StudyEnd.Completed, new Instant(2_000_000))]);
            while (store.Housekeep())
            {
            }
        }

        Assert.Equal(Count, Query(directory.Path, "SELECT sum(tasks) FROM task_block"));
        Assert.InRange(Query(directory.Path, "SELECT sum(length(records)) FROM task_block"), 1, 16L * Count);
    }

    [Fact]
    public void A_store_of_a_million_tasks_is_small()
    {
        const int Count = 1_000_000;
        var random = new Random(8);
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(Count))]);
            for (int start = 0; start < Count; start += 5000)
            {
                TaskRecord[] records = [.. Enumerable.Range(start, 5000).Select(index => Samples.Record(random, index))];
                store.Commit([Samples.Ended(Samples.Array, "w", records)]);
            }

            Assert.Equal(Count, store.ReadStatus(Samples.Study, null)!.Arrays[0].Ended);
        }

        Assert.InRange(new FileInfo(Path.Combine(directory.Path, Store.FileName)).Length, 1, 16L * Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_an_earlier_process_left_is_compacted_when_its_study_is_over(bool more)
    {
        var random = new Random(10);
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(20_000))]);
            store.Commit([Samples.Ended(Samples.Array, "w", Samples.Record(random, 1), Samples.Record(random, 9_999))]);
        }

        using (Store store = Store.Open(directory.Path))
        {
            if (more)
            {
                store.Commit([Samples.Ended(Samples.Array, "w", Samples.Record(random, 2))]);
            }

            store.Commit([new StudyClosed(Samples.Study, StudyEnd.Cancelled, new Instant(2_000_000))]);
            while (store.Housekeep())
            {
            }
        }

        Assert.Equal(0, Query(directory.Path, "SELECT count(*) FROM task_tail"));
        Assert.Equal(more ? 3 : 2, Query(directory.Path, "SELECT sum(tasks) FROM task_block"));
    }

    [Fact]
    public void Ranges_that_touch_become_one_row()
    {
        using var directory = new TemporaryDirectory();
        using (Store store = Store.Open(directory.Path))
        {
            store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(1_000_000))]);
            foreach (IndexRange range in new IndexRange[] { new(0, 10), new(20, 30), new(10, 20), new(30, 999_999) })
            {
                store.Commit([new RangesEnded(Samples.Array, [range], TaskOutcome.NotRun)]);
            }

            store.Commit([new RangesEnded(Samples.Array, [new(999_999, 1_000_000)], TaskOutcome.Cancelled)]);
            Assert.Equal(999_999, store.ReadStatus(Samples.Study, null)!.Arrays[0].CountOf(TaskOutcome.NotRun));
            Assert.Equal(
                StoredRows.RowOf(999_999, TaskOutcome.Cancelled), StoredRows.Of(store, Samples.Array)[^1]);
        }

        Assert.Equal(2, Query(directory.Path, "SELECT count(*) FROM ended_range"));
    }

    [Fact]
    public void Far_apart_tasks_of_a_huge_array_are_found_without_reading_what_is_between()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        long[] indices = [0, 5_000, 77_777_777, 99_999_999];
        var random = new Random(9);
        store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(100_000_000))]);
        foreach (long index in indices)
        {
            store.Commit([Samples.Ended(Samples.Array, "w", Samples.Record(random, index))]);
        }

        Assert.Equal(indices, StoredRows.Of(store, Samples.Array).Select(row => row.Index));
    }

    // Completion in about the order of the indices, as leases make it.
    private static IEnumerable<long> Windowed(Random random, int count) => Enumerable.Range(0, count)
        .Select(index => (Index: (long)index, Time: index + random.Next(3_000)))
        .OrderBy(task => task.Time)
        .Select(task => task.Index);

    private static IEnumerable<BrokerChange> RandomReports(
        Random random, int count, SortedDictionary<long, TaskRow> expected)
    {
        long[] order = random.Next(2) == 0 ? Samples.Shuffled(random, count) : [.. Windowed(random, count)];
        int most = random.Next(2) == 0 ? 3 : 3_000;
        for (int done = 0; done < order.Length - (count / 10);)
        {
            long[] indices = order[done..Math.Min(order.Length, done + random.Next(1, most + 1))];
            done += indices.Length;
            if (random.Next(10) == 0)
            {
                Array.ForEach(indices, index => expected.Add(index, StoredRows.RowOf(index, TaskOutcome.NotRun)));
                yield return new RangesEnded(
                    Samples.Array, [.. indices.Order().Select(IndexRange.Of)], TaskOutcome.NotRun);
                continue;
            }

            string consumer = $"consumer {random.Next(3)}";
            TaskRecord[] records = [.. indices.Select(index => Samples.Record(random, index))];
            Dictionary<long, TaskPlace> places = RandomPlaces(random, records);
            Array.ForEach(records, record => expected.Add(
                record.Index, StoredRows.RowOf(record, consumer, places.GetValueOrDefault(record.Index))));
            yield return Samples.Ended(Samples.Array, consumer, records) with { Places = [.. places.Values] };
        }
    }

    // Of most reports nothing is known but who sent them.
    private static Dictionary<long, TaskPlace> RandomPlaces(Random random, TaskRecord[] records)
    {
        int share = random.Next(3) == 0 ? random.Next(1, 10) : 0;
        return records.Where(_ => random.Next(10) < share)
            .Select(record => new TaskPlace(
                record.Index,
                random.Next(3) == 0 ? "" : $"ƒ{record.Index}",
                $"node[{random.Next(4)}-{random.Next(4, 9)}]"))
            .ToDictionary(place => place.Index);
    }

    private static void AssertTotals(Store store, SortedDictionary<long, TaskRow> expected, int seed)
    {
        ArrayStatus status = store.ReadStatus(Samples.Study, null)!.Arrays[0];
        Dictionary<TaskOutcome, long> outcomes = expected.Values.GroupBy(row => row.Outcome)
            .ToDictionary(group => group.Key, group => group.LongCount());
        Assert.True(
            outcomes.OrderBy(pair => pair.Key).SequenceEqual(status.Outcomes.OrderBy(pair => pair.Key)), $"seed {seed}");
        Assert.Equal(status.Count, status.Waiting + status.Ended);
        double[] seconds = [.. expected.Values.Where(row => row.StartMicros > 0).Select(row => row.DurationMicros / 1e6)];
        Assert.Equal(seconds.Length, status.RunTimes.Count);
        if (seconds.Length > 0)
        {
            double mean = seconds.Average();
            Assert.Equal(mean, status.RunTimes.MeanSeconds, 1e-6);
            Assert.Equal(
                Math.Sqrt(seconds.Average(value => (value - mean) * (value - mean))), status.RunTimes.DeviationSeconds, 1e-6);
        }
    }

    private static long Query(string directory, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(directory, Store.FileName)};Pooling=False");
        connection.Open();
        using var statement = new Statement(connection, sql);
        return statement.Number() ?? 0;
    }
}

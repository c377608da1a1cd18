using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Tests.Storage;

public class EarlierRunTests
{
    private const int Count = 10_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Records_of_earlier_successes_return_when_the_files_say_that_the_tasks_are_done(int seed)
    {
        var random = new Random(seed);
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        var successes = new Dictionary<long, TaskRow>();
        const int Runs = 4;
        for (int run = 1; run <= Runs; run++)
        {
            StudyId study = Begin(store, run);
            bool isLast = run == Runs;
            Dictionary<long, TaskRow> expected = RunOnce(store, random, new ArrayId(study, 0), successes, isLast);
            List<TaskRow> rows = StoredRows.Of(store, new ArrayId(study, 0));
            Assert.True(rows.SequenceEqual(expected.Values.OrderBy(row => row.Index)), $"seed {seed}, run {run}");
            Assert.Equal(rows.Count, store.ReadStatus(study, null)!.Arrays[0].Ended);
            foreach (TaskRow row in rows.Where(row => row.Outcome == TaskOutcome.Succeeded))
            {
                successes[row.Index] = row;
            }
        }

        store.Commit([new StudyClosed(new StudyId(Runs), StudyEnd.Completed, new Instant(1))]);
        while (store.Housekeep())
        {
        }

        Assert.Null(store.ReadStatus(new StudyId(1), null));
        Assert.Equal(Count, StoredRows.Of(store, new ArrayId(new StudyId(Runs), 0)).Count);
    }

    [Fact]
    public void A_new_run_starts_empty_and_never_uses_a_number_again()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        StudyId first = Begin(store, 1);
        store.Commit([new LeaseOpened(new LeaseId(9), new ConsumerId("w"), [new ArrayId(first, 0)], [new(0, 5)])]);
        store.BeginRun();
        Assert.Empty(store.LoadSnapshot().Studies);
        Assert.Empty(store.LoadSnapshot().Leases);
        Assert.Equal(2, store.LoadSnapshot().NextStudy);
        Assert.Equal(10, store.LoadSnapshot().NextLease);
    }

    private static StudyId Begin(Store store, int run)
    {
        var study = new StudyId(run);
        store.BeginRun();
        store.Commit([Samples.Added(study, Samples.ArrayOf(Count, "a"))]);
        Assert.Equal(0, store.ReadStatus(study, null)!.Arrays[0].Ended);
        return study;
    }

    // A run that finds the files of most successes, runs some of the rest, and is killed unless it is the last.
    private static Dictionary<long, TaskRow> RunOnce(
        Store store, Random random, ArrayId array, Dictionary<long, TaskRow> successes, bool isLast)
    {
        var expected = new Dictionary<long, TaskRow>();
        foreach (long[] indices in Samples.Shuffled(random, Count).Chunk(500))
        {
            if (!isLast && random.Next(2) == 0)
            {
                continue;
            }

            long[] found = [.. indices.Where(index => index % 13 == 0 || (successes.ContainsKey(index) && index % 7 != 0)).Order()];
            TaskRecord[] ran = [.. indices.Except(found).Select(index => Samples.Record(random, index))];
            store.Commit(
            [
                new RangesEnded(array, [.. found.Select(IndexRange.Of)], TaskOutcome.AlreadyFinished),
                Samples.Ended(array, "w", ran),
            ]);
            Array.ForEach(ran, record => expected[record.Index] = StoredRows.RowOf(record, "w"));
            Array.ForEach(found, index => expected[index] =
                successes.GetValueOrDefault(index, StoredRows.RowOf(index, TaskOutcome.AlreadyFinished)));
        }

        return expected;
    }
}

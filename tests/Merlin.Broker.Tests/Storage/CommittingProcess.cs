using Merlin.Broker.Changes;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Tests.Storage;

/// <summary>Commits records without end and says on its standard output what is acknowledged.</summary>
internal static class CommittingProcess
{
    /// <summary>More tasks than it can commit before it is stopped.</summary>
    public const long Count = 1L << 32;

    /// <summary>What a run of the process has committed when it acknowledges <paramref name="tasks"/> tasks.</summary>
    public static IEnumerable<TaskRecord> Records(long tasks)
    {
        var random = new Random(42);
        for (long index = 0; index < tasks; index++)
        {
            yield return Samples.Record(random, index);
        }
    }

    public static int Run(string directory)
    {
        using Store store = Store.Open(directory);
        store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(Count))]);
        var sizes = new Random(43);
        using IEnumerator<TaskRecord> records = Records(Count).GetEnumerator();
        try
        {
            for (long acknowledged = 0; ;)
            {
                List<BrokerChange> changes = [];
                for (int left = sizes.Next(1, 40); left > 0; left--)
                {
                    changes.Add(Samples.Ended(Samples.Array, "w", Next(records, sizes.Next(1, 100))));
                }

                store.Commit(changes);
                acknowledged += changes.OfType<TasksEnded>().Sum(change => change.Tasks.Count);
                Console.WriteLine(acknowledged);
            }
        }
        catch (StoreException e)
        {
            Console.WriteLine(e.Message);
            return 1;
        }
    }

    private static List<TaskRecord> Next(IEnumerator<TaskRecord> records, int count)
    {
        var next = new List<TaskRecord>();
        while (next.Count < count && records.MoveNext())
        {
            next.Add(records.Current);
        }

        return next;
    }
}

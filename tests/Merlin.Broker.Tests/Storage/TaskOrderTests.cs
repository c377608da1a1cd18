using Merlin.Broker.Storage;

namespace Merlin.Broker.Tests.Storage;

public class TaskOrderTests
{
    [Fact]
    public void Records_come_into_the_order_of_their_indices()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var order = new TaskOrder();
            for (int use = 0; use < 3; use++)
            {
                long[] indices = [.. Enumerable.Range(0, random.Next(1, 300)).Select(number => (long)number * random.Next(1, 3)).Distinct()];
                random.Shuffle(indices);
                var tasks = indices.Select(Stored).ToList();

                order.Sort(tasks);

                Assert.True(indices.Order().Select(Stored).SequenceEqual(tasks), $"seed {seed}, use {use}");
            }
        }
    }

    [Fact]
    public void Nothing_is_sorted_of_nothing()
    {
        var tasks = new List<StoredTask>();

        new TaskOrder().Sort(tasks);

        Assert.Empty(tasks);
    }

    // What belongs to a record goes with it.
    private static StoredTask Stored(long index) =>
        new(new TaskRecord(index, TaskOutcome.Succeeded, 0, 0, index + 1, index + 2, index + 3), (int)index + 4)
        {
            Place = new TaskPlace(index, $"host{index}", ""),
        };
}

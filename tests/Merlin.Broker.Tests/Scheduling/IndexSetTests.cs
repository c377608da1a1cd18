using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling;

public sealed class IndexSetTests
{
    [Theory]
    [InlineData(300, 1)]
    [InlineData(70_000, 40)]
    [InlineData(200_000, 9_000)]
    [InlineData(200_000, 3)]
    public void Behaves_like_an_array_of_booleans(int size, int longest)
    {
        for (int seed = 1; seed <= 6; seed++)
        {
            var random = new Random(seed);
            bool full = seed % 2 == 0;
            var set = full ? IndexSet.All(size) : new IndexSet();
            var model = new bool[size];
            Array.Fill(model, full);
            for (int step = 0; step < 12_000; step++)
            {
                IndexRange range = Pick(random, size, longest);
                bool add = random.Next(2) == 0;
                Apply(set, model, range, add);
                if (step % 1_000 == 0)
                {
                    AssertSame(model, set, random, $"seed {seed} step {step}");
                }
            }

            AssertSame(model, set, random, $"seed {seed} at the end");
        }
    }

    [Fact]
    public void Every_pair_of_ranges_of_a_small_set_is_added_and_removed_rightly()
    {
        const int Size = 7;
        for (int a = 0; a < Size * Size * 2; a++)
        {
            for (int b = 0; b < Size * Size * 2; b++)
            {
                var set = new IndexSet();
                var model = new bool[Size];
                Apply(set, model, new IndexRange(1, 3), add: true);
                Apply(set, model, new IndexRange(a % Size, a / Size % Size), a >= Size * Size);
                Apply(set, model, new IndexRange(b % Size, b / Size % Size), b >= Size * Size);
                Assert.Equal(Runs(model), Copy(set, new IndexRange(0, Size)));
            }
        }
    }

    [Fact]
    public void A_whole_array_moves_between_states_without_any_memory()
    {
        var states = new TaskStates(100_000_000);
        IndexRange[] all = [new IndexRange(0, 100_000_000)];
        states.Move(all, TaskState.Waiting, TaskState.Ready);
        states.Move(all, TaskState.Ready, TaskState.Leased);
        states.Move(all, TaskState.Leased, TaskState.Succeeded);

        Assert.Equal(100_000_000, states[TaskState.Succeeded].Count);
        Assert.Equal(0, states.Bytes);
    }

    [Fact]
    public void Random_completion_with_scattered_failures_of_a_hundred_million_tasks_stays_in_tens_of_megabytes()
    {
        // A fiftieth of the indices costs a fiftieth of the memory: the chunks do not know of each other.
        const long Count = 2_000_000;
        var states = new TaskStates(Count);
        states.Move([new IndexRange(0, Count)], TaskState.Waiting, TaskState.Leased);
        var random = new Random(1);
        long most = 0;
        for (long step = 0; step < Count; step++)
        {
            // Visits every index once, in an order without neighbours.
            long index = step * 7_368_787 % Count;
            TaskState state = random.Next(20) == 0 ? TaskState.Failed : TaskState.Succeeded;
            states.Move([IndexRange.Of(index)], TaskState.Leased, state);
            most = step % 100_000 == 0 ? Math.Max(most, states.Bytes) : most;
        }

        Assert.Equal(Count, states[TaskState.Succeeded].Count + states[TaskState.Failed].Count);
        Assert.InRange(most, 1, 1_200_000);
        Assert.InRange(states.Bytes, 1, 700_000);
    }

    private static IndexRange Pick(Random random, int size, int longest)
    {
        long start = random.Next(size);
        return new IndexRange(start, Math.Min(size, start + random.Next(longest + 1)));
    }

    private static void Apply(IndexSet set, bool[] model, IndexRange range, bool add)
    {
        for (long index = range.Start; index < range.End; index++)
        {
            model[index] = add;
        }

        if (add)
        {
            set.Add(range);
        }
        else
        {
            set.Remove(range);
        }
    }

    private static void AssertSame(bool[] model, IndexSet set, Random random, string context)
    {
        List<IndexRange> runs = Runs(model);
        Assert.True(runs.SequenceEqual(Copy(set, new IndexRange(0, model.Length))), context);
        Assert.Equal(runs.Total(), set.Count);
        for (int probe = 0; probe < 50; probe++)
        {
            int index = random.Next(model.Length);
            Assert.True(model[index] == set.Contains(index), $"{context} index {index}");
            IndexRange window = Pick(random, model.Length, model.Length / 2);
            long count = model[(int)window.Start..(int)window.End].Count(present => present);
            Assert.True(count == set.CountIn(window), $"{context} window {window}");
            Assert.Equal(count, Copy(set, window).Total());
        }

        var first = new List<IndexRange>();
        long wanted = random.Next((int)set.Count + 10);
        set.First(wanted, first);
        Assert.Equal(Math.Min(wanted, set.Count), first.Total());
        Assert.All(first, range => Assert.Equal(range.Count, set.CountIn(range)));
    }

    private static List<IndexRange> Copy(IndexSet set, IndexRange window)
    {
        var ranges = new List<IndexRange>();
        set.CopyTo(window, ranges);
        return ranges;
    }

    private static List<IndexRange> Runs(bool[] model)
    {
        var runs = new List<IndexRange>();
        for (int index = 0; index < model.Length; index++)
        {
            runs.Append(index, model[index] ? index + 1 : index);
        }

        return runs;
    }
}

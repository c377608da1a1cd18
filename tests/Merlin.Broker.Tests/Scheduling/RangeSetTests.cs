using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling;

public sealed class RangeSetTests
{
    [Fact]
    public void Behaves_like_a_sorted_set()
    {
        for (int seed = 1; seed <= 300; seed++)
        {
            var random = new Random(seed);
            var set = new RangeSet();
            var other = new RangeSet();
            SortedSet<long> model = [];
            SortedSet<long> otherModel = [];
            for (int step = 0; step < 40; step++)
            {
                Change(random, set, model);
                Change(random, other, otherModel);
                Assert.True(model.SequenceEqual(Indices(set)), $"seed {seed}");
                Assert.Equal(model.Count, set.Count);
                Assert.True(model.Intersect(otherModel).SequenceEqual(Indices(set.Intersect(other.Runs))), $"seed {seed}");
                Assert.True(model.Except(otherModel).SequenceEqual(Indices(set.Except(other.Runs))), $"seed {seed}");
                Assert.Equal(model.Overlaps(otherModel), set.Overlaps(other));
                int count = random.Next(12);
                Assert.True(model.TakeLast(count).SequenceEqual(Indices(set.Last(count))), $"seed {seed}");
                long probe = random.Next(45);
                Assert.Equal(model.Contains(probe), set.Contains(probe));
            }
        }
    }

    [Fact]
    public void Takes_ranges_in_any_order_overlapping_or_empty()
    {
        var set = new RangeSet([new IndexRange(8, 9), new IndexRange(5, 2), new IndexRange(1, 4), new IndexRange(3, 8)]);

        Assert.Equal([new IndexRange(1, 9)], set.Runs);
    }

    private static void Change(Random random, RangeSet set, SortedSet<long> model)
    {
        long start = random.Next(40);
        var range = new IndexRange(start, start + random.Next(6));
        bool add = random.Next(2) == 0;
        for (long index = range.Start; index < range.End; index++)
        {
            _ = add ? model.Add(index) : model.Remove(index);
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

    private static IEnumerable<long> Indices(RangeSet set)
    {
        foreach (IndexRange run in set.Runs)
        {
            for (long index = run.Start; index < run.End; index++)
            {
                yield return index;
            }
        }
    }
}

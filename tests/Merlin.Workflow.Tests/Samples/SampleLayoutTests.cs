using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Tests.Samples;

public sealed class SampleLayoutTests
{
    [Theory]
    [InlineData(0, 25, 0, "")]
    [InlineData(1, 25, 0, "")]
    [InlineData(2, 25, 1, "01")]
    [InlineData(25, 25, 1, "24")]
    [InlineData(26, 25, 2, "01/00")]
    [InlineData(100, 100, 1, "099")]
    [InlineData(9, 9, 1, "8")]
    [InlineData(long.MaxValue, 2, 63, "1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/1/0")]
    public void Levels_and_last_path(long count, int levelMaxDirs, int levels, string last)
    {
        var layout = new SampleLayout(count, levelMaxDirs);

        Assert.Equal(levels, layout.Levels);
        Assert.Equal(last, layout.Path(Math.Max(0, count - 1)));
        Assert.Equal(2 * levels, layout.GlobPath.Length);
    }

    [Fact]
    public void Paths_are_those_of_a_tree_filled_from_the_left()
    {
        const int Seed = 20260102;
        var random = new Random(Seed);
        for (int round = 0; round < 50; round++)
        {
            int levelMaxDirs = random.Next(2, 30);
            int count = random.Next(2, 2000);
            var layout = new SampleLayout(count, levelMaxDirs);

            List<string> tree = Tree(count, levelMaxDirs);

            for (int i = 0; i < count; i++)
            {
                Assert.True(
                    tree[i] == layout.Path(i),
                    $"seed {Seed} round {round}: sample {i} of {count} by {levelMaxDirs}: {tree[i]} is not {layout.Path(i)}");
            }
        }
    }

    [Theory]
    [InlineData(20, 25, 5, 24, "24")]
    [InlineData(20, 25, 80, 99, "99")]
    [InlineData(20, 25, 181, 100, "100")]
    [InlineData(20, 25, 2000, 1999, "1999")]
    [InlineData(26, 25, 700, 650, "26/00")]
    [InlineData(26, 25, 70000, 62499, "2499/24")]
    [InlineData(2, 2, 30, 31, "31")]
    [InlineData(4, 2, 60, 63, "31/1")]
    public void Added_samples_keep_the_depth_and_the_first_digit_grows(
        long count, int levelMaxDirs, long added, long index, string path)
    {
        var layout = new SampleLayout(count, levelMaxDirs, added);

        Assert.Equal(new SampleLayout(count, levelMaxDirs).Levels, layout.Levels);
        Assert.Equal(new SampleLayout(count, levelMaxDirs).Path(count - 1), layout.Path(count - 1));
        Assert.Equal(path, layout.Path(index));
        Assert.True(layout.PathLength >= path.Length);
    }

    [Fact]
    public void No_two_samples_share_a_directory_however_many_were_added()
    {
        const int Seed = 20260103;
        var random = new Random(Seed);
        for (int round = 0; round < 50; round++)
        {
            var layout = new SampleLayout(random.Next(2, 60), random.Next(2, 30), random.Next(0, 4000));

            int distinct = Enumerable.Range(0, (int)layout.Count).Select(i => layout.Path(i)).Distinct().Count();

            Assert.True(distinct == layout.Count, $"seed {Seed} round {round}: {layout.Count} samples have {distinct} paths");
        }
    }

    /// <summary>Splits levels until every sample has a leaf, and lists the leaves.</summary>
    private static List<string> Tree(int count, int levelMaxDirs)
    {
        int width = $"{levelMaxDirs}".Length;
        List<string> leaves = [""];
        while (leaves.Count < count)
        {
            leaves = [.. leaves.SelectMany(
                parent => Enumerable.Range(0, levelMaxDirs).Select(i => $"{parent}/{$"{i}".PadLeft(width, '0')}"))];
        }

        return [.. leaves.Take(count).Select(path => path[1..])];
    }
}

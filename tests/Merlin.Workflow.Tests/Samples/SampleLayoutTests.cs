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

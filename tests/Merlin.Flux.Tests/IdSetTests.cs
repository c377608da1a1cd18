using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

public sealed class IdSetTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("[]", 0)]
    [InlineData("0", 1)]
    [InlineData("0-3,7", 5)]
    [InlineData("[1-2,4-5]", 4)]
    public void What_is_read_is_written_again(string text, int count)
    {
        IdSet set = IdSet.Parse(text);
        Assert.Equal(count, set.Count);
        Assert.Equal(text.Trim('[', ']'), set.ToString());
    }

    [Theory]
    [InlineData("3-1")]
    [InlineData("1,1")]
    [InlineData("2,1")]
    [InlineData("0-3,3-5")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("1-1")]
    [InlineData("01")]
    [InlineData("[1")]
    [InlineData("1,")]
    [InlineData("0x1")]
    [InlineData("1 - 2")]
    [InlineData("4294967295")]
    [InlineData("99999999999999999999")]
    public void Other_text_is_refused(string text)
    {
        Assert.False(IdSet.TryParse(text, out _));
        FormatException refused = Assert.Throws<FormatException>(() => IdSet.Parse(text));
        Assert.Contains(text, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_are_those_of_sets()
    {
        var random = new Random(20260101);
        for (int round = 0; round < 500; round++)
        {
            HashSet<uint> left = Some(random);
            HashSet<uint> right = Some(random);
            IdSet one = IdSet.Of(left);
            IdSet other = IdSet.Of(right);
            Same(left.Union(right), one.Union(other));
            Same(left.Except(right), one.Except(other));
            Same(left.Intersect(right), one.Intersect(other));
            Same(left, IdSet.Parse(one.ToString()));
            Assert.All(Enumerable.Range(0, 70), id => Assert.Equal(left.Contains((uint)id), one.Contains((uint)id)));
            Assert.Equal(left.SetEquals(right), one.Equals(other));
            Assert.Equal(one.GetHashCode(), IdSet.Parse(one.ToString()).GetHashCode());
        }
    }

    [Fact]
    public void A_large_range_costs_no_memory_per_member()
    {
        IdSet set = IdSet.Range(0, 1_000_000_000);
        Assert.Equal(1_000_000_001, set.Count);
        Assert.Equal("0-4,6-1000000000", set.Except(IdSet.Of(5)).ToString());
        Assert.Equal((0u, 1_000_000_000u), (set.First, set.Last));
    }

    [FluxFact]
    public async Task Flux_reads_what_we_write_and_writes_what_we_read()
    {
        var random = new Random(20260102);
        for (int round = 0; round < 15; round++)
        {
            HashSet<uint> members = Some(random);
            members.Add(3);
            string ours = IdSet.Of(members).ToString();
            string encoded = await RealFlux.RunAloneAsync("R", "encode", $"--ranks={ours}", $"--cores={ours}");
            NodeResources[] nodes = [.. ResourceSet.Parse(encoded).Nodes];
            Assert.Equal(members.Order(), nodes.Select(node => node.Rank));
            Assert.All(nodes, node => Assert.Equal(ours, node.Cores.ToString()));
        }
    }

    private static HashSet<uint> Some(Random random) =>
        [.. Enumerable.Range(0, random.Next(40)).Select(_ => (uint)random.Next(64))];

    private static void Same(IEnumerable<uint> expected, IdSet set)
    {
        uint[] members = [.. expected.Order()];
        Assert.Equal(members, set);
        Assert.Equal(members.Length, set.Count);
    }
}

using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

public sealed class ResourceSetTests
{
    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"version\":1}")]
    [InlineData("{\"version\":2,\"execution\":{\"R_lite\":[]}}")]
    [InlineData("{\"version\":1,\"execution\":{\"R_lite\":[{\"rank\":\"x\",\"children\":{}}]}}")]
    [InlineData("{\"version\":1,\"execution\":{\"R_lite\":[{\"rank\":3,\"children\":{}}]}}")]
    public void Other_text_is_refused(string text) => Assert.Throws<FormatException>(() => ResourceSet.Parse(text));

    [Fact]
    public void Times_and_properties_are_kept()
    {
        DateTimeOffset end = DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_500);
        var set = new ResourceSet([new NodeResources(3, "n3", IdSet.Range(0, 7), IdSet.Of(1))])
        {
            Expiration = end,
            Properties = new Dictionary<string, IdSet> { ["fast"] = IdSet.Of(3) },
        };
        ResourceSet again = ResourceSet.Parse(set.ToString());
        Assert.Equal(end, again.Expiration);
        Assert.Null(again.StartTime);
        Assert.Equal(IdSet.Of(3), again.Properties["fast"]);
        Assert.Equal(set.Nodes, again.Nodes);
        Assert.Empty(set.Only(IdSet.Of(4)).Nodes);
    }

    [FluxFact]
    public async Task What_Flux_writes_is_read()
    {
        ResourceSet set = ResourceSet.Parse(await RealFlux.RunAloneAsync(
            "R", "encode", "--ranks=1-3", "--hosts=n[07-09]", "--cores=0-3,8", "--gpus=0-1", "--property=fast:2-3"));
        Assert.Equal("1-3", set.Ranks.ToString());
        Assert.Equal(["n07", "n08", "n09"], set.Nodes.Select(node => node.Host));
        Assert.Equal((15, 6), (set.CoreCount, set.GpuCount));
        Assert.Equal("2-3", set.Properties["fast"].ToString());
        Assert.Equal("2-3", set.Only(IdSet.Parse("2-3")).Ranks.ToString());
    }

    [FluxFact]
    public async Task What_we_write_is_read_by_Flux()
    {
        var random = new Random(20260106);
        for (int round = 0; round < 10; round++)
        {
            ResourceSet set = Some(random);
            string theirs = await RealFlux.RunAloneWithInputAsync(set.ToString(), "R", "decode");
            Assert.Equal(Describe(set), Describe(ResourceSet.Parse(theirs)));
            Assert.Equal(Describe(set), Describe(ResourceSet.Parse(set.ToString())));
            Assert.Equal(set.CoreCount.ToString(), await RealFlux.RunAloneWithInputAsync(set.ToString(), "R", "decode", "--count=core"));
        }
    }

    private static IEnumerable<string> Describe(ResourceSet set) =>
        set.Nodes.OrderBy(node => node.Rank).Select(node => $"{node.Rank} {node.Host} {node.Cores} {node.Gpus}");

    private static ResourceSet Some(Random random) => new(
        Enumerable.Range(0, 12).Where(_ => random.Next(3) > 0).Select(rank => new NodeResources(
            (uint)rank, $"host{rank}", IdSet.Range(0, (uint)random.Next(2) + 1), random.Next(2) == 0 ? IdSet.Empty : IdSet.Of(0, 1))));
}

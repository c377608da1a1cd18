using Merlin.Cli.Workers.Trees;
using Merlin.Worker.Tree.Planning;

namespace Merlin.Cli.Tests.Workers.Trees;

public sealed class RankTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("3", "3")]
    [InlineData("2,0,1", "0-2")]
    [InlineData("0,1,3,5,6,7", "0-1,3,5-7")]
    public void Neighbours_become_ranges(string ranks, string text) => Assert.Equal(text, RankText.Of(
        [.. ranks.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static rank => new AllocationNode(int.Parse(rank), "h", 1, 0, IsUp: true))]));
}

using Merlin.Posix;
using Merlin.Worker.Instances;

namespace Merlin.Worker.Tests.Instances;

public sealed class CoreMapTests
{
    [Theory]
    [InlineData(new[] { 0 }, new[] { 0, 2 })]
    [InlineData(new[] { 1 }, new[] { 1 })]
    [InlineData(new[] { 0, 1 }, new[] { 0, 1, 2 })]
    [InlineData(new[] { 2 }, null)]
    [InlineData(new[] { 0, 3 }, null)]
    public void A_core_is_all_of_its_processors_that_may_be_used(int[] cores, int[]? processors)
    {
        var map = new CoreMap([[0, 2], [1, 3], [5]], ProcessorSet.Of([0, 1, 2]));

        Assert.Equal(processors, map.Find(cores)?.Processors);
    }

    [Fact]
    public void This_hosts_first_core_has_processors_that_this_thread_may_use()
    {
        ProcessorSet all = ProcessorSet.OfThread();

        ProcessorSet? first = CoreMap.OfHost().Find([.. Enumerable.Range(0, all.Processors.Count())]);

        Assert.NotNull(first);
        Assert.All(first.Processors, processor => Assert.True(all.Contains(processor)));
    }
}

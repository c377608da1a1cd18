using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

public sealed class RealFluxTests
{
    [FluxFact]
    public async Task An_instance_of_two_brokers_believes_in_given_resources()
    {
        await using RealFlux flux = await RealFlux.StartAsync(
            new RealFluxOptions { Brokers = 2, Resources = ["--cores=0-3", "--gpus=0-1"] });
        Assert.Equal("2", await flux.RunAsync("getattr", "size"));
        Assert.Equal("fake[0-1]", await flux.RunAsync("getattr", "hostlist"));
        Assert.Equal("rank[0-1]/core[0-3],gpu[0-1]", await flux.RunAsync("resource", "list", "-n", "-s", "all", "-o", "{rlist}"));
    }
}

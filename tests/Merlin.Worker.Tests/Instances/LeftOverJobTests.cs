using System.Text.Json.Nodes;
using Merlin.Broker.Storage;
using Merlin.Flux.Testing;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Jobs of workers in an instance that has outlived them.</summary>
public sealed class LeftOverJobTests
{
    [FluxFact]
    public async Task Jobs_of_a_dead_worker_are_ended_and_those_of_living_ones_are_not()
    {
        LockHolder living = LockHolder.Present(TimeProvider.System);
        LockHolder dead = living with { ProcessStart = living.ProcessStart - 1 };
        await using InstanceRig rig = await InstanceRig.StartAsync(
            [Rig.Node("s", "true")],
            new RealFluxOptions(),
            before: async flux =>
            {
                await SubmitAsync(flux, "dead", dead);
                await SubmitAsync(flux, "living", living);
                await SubmitAsync(flux, "elsewhere", dead with { Host = "elsewhere" });
                await flux.RunAsync("submit", "--job-name=other", "sleep", "1000");
            });

        await rig.Worker.UntilLogged("a worker of this instance that was killed");

        string names = await NamesAsync(rig);
        for (int i = 0; i < 200 && names.Contains("dead", StringComparison.Ordinal); i++)
        {
            names = await NamesAsync(rig);
        }

        Assert.Equal(["elsewhere", "living", "other"], names.Split('\n').Order(StringComparer.Ordinal));
    }

    private static Task<string> SubmitAsync(RealFlux flux, string name, LockHolder worker)
    {
        var mark = new JsonObject { ["placeholder"] = true, ["worker_process"] = worker.ToText() };
        return flux.RunAsync("submit", $"--job-name={name}", $"--setattr=user.merlin={mark.ToJsonString()}", "sleep", "1000");
    }

    private static Task<string> NamesAsync(InstanceRig rig) => rig.Flux.RunAsync("jobs", "-n", "-o", "{name}");
}

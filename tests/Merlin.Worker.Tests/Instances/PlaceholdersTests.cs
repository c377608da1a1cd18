using Merlin.Flux;
using Merlin.Flux.Testing;
using Merlin.Worker.Instances;
using Merlin.Worker.Placement;
using Merlin.Worker.Tests.Placement;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Worker.Tests.Instances;

/// <summary>Placeholders at the end of their worker, when its desk hears nothing any more.</summary>
public sealed class PlaceholdersTests
{
    [FluxFact]
    public async Task One_that_Flux_has_still_to_take_is_ended_too()
    {
        await using RealFlux real = await RealFlux.StartAsync(1);
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(real.Uri));
        using TaskCommands commands = await CommandsOf(real);
        Placeholders placeholders = Begin(flux, commands);

        Assert.Equal(0, await placeholders.EndAllAsync(CancellationToken.None));

        await real.RunAsync("queue", "drain");
        Assert.Equal("merlin-placeholder CANCELED", await real.RunAsync("jobs", "-a", "-n", "-o", "{name} {result}"));
    }

    [FluxFact]
    public async Task Nobody_waits_longer_than_may_be_for_Flux_to_end_one()
    {
        await using RealFlux real = await RealFlux.StartAsync(1);
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(real.Uri));
        using TaskCommands commands = await CommandsOf(real);
        Placeholders placeholders = Begin(flux, commands);

        Assert.Equal(1, await placeholders.EndAllAsync(new CancellationToken(canceled: true)));
    }

    private static async Task<TaskCommands> CommandsOf(RealFlux real)
    {
        InstanceProbeResult probed = await InstanceProbe.ProbeAsync(new FluxUri(real.Uri), CancellationToken.None);
        return new TaskCommands(new WorkerOptions { Name = "wk", Slots = 1, Instance = probed.Instance });
    }

    private static Placeholders Begin(FluxHandle flux, TaskCommands commands)
    {
        WorkerInstance instance = SeatPlanWorld.Instance([1], [0]);
        var placed = new PlacedTasks(instance, most: 1, new BegunTasks(), static () => { });
        var follower = new JobFollower(flux, Drop, static _ => false);
        var placeholders = new Placeholders(flux, placed, follower, commands, Drop, TimeProvider.System, NullLogger.Instance);
        placeholders.Obey([new BlockOrder(Block.Cut(new CoreBook(instance), perNode: 1)[0], Begins: true)]);
        return placeholders;
    }

    private static void Drop(Action action)
    {
    }
}

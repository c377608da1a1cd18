using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>
/// A study in allocations of a real Flux, while everything that they are made of is killed, drained or cancelled: nothing is
/// lost, nothing finished runs again, no task runs beside itself, and nothing is left behind. <c>MERLIN_LONG_TESTS=1</c> makes
/// the allocations and the study larger.
/// </summary>
public sealed class AllocationFaultTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const int Gates = 5;
    private const int Held = 2;
    private static readonly bool Long = Environment.GetEnvironmentVariable("MERLIN_LONG_TESTS") == "1";
    private static readonly int Nodes = Long ? 4 : 2;

    [FluxFact]
    public Task Faults_in_allocations_lose_nothing_and_repeat_nothing() => AtAsync(site =>
        Allocations.UseAsync(site, Nodes, async allocations =>
        {
            var study = new GatedStudy(site, Gates, samplesPerGate: Long ? 60 : 8);
            await allocations.SubmitAsync(study.Spec);

            await LoseInstancesAsync(study, await allocations.AllocateAsync(study.Spec, Nodes));
            await LoseAllocationAsync(study, await allocations.AllocateAsync(study.Spec, Nodes));
            Allocation last = await allocations.AllocateAsync(study.Spec, Nodes);
            await study.UntilHeldAsync(Held, last);
            study.OpenAll();

            Assert.Equal("COMPLETED", await last.EndAsync());
            Output.WriteLine(study.Story());
            study.ExpectAllDoneOnce();
            study.ExpectCounts(await allocations.StatusAsync(study.Workspace));
        }));

    // A leaf worker, an instance's broker, a node, and in the end the agent: the script ends without it, and the allocation.
    private static async Task LoseInstancesAsync(GatedStudy study, Allocation allocation)
    {
        const string Replaced = "another one takes its place";
        await study.UntilHeldAsync(Held, allocation);
        allocation.Kill(Allocation.Worker);
        study.Open(0);
        await allocation.UntilSaidAsync(Replaced);

        await study.UntilHeldAsync(Held, allocation);
        allocation.KillInstance();
        study.Open(1);
        await allocation.UntilSaidAsync(Replaced, times: 2);

        await study.UntilHeldAsync(Held, allocation);
        await allocation.FluxAsync("resource", "drain", "1");
        study.Open(2);
        await allocation.UntilSaidAsync("is told to come to an end");
        await allocation.FluxAsync("resource", "undrain", "1");

        await study.UntilHeldAsync(Held, allocation);
        allocation.Kill("run-workers");
        Assert.Equal("FAILED", await allocation.EndAsync());
    }

    private static async Task LoseAllocationAsync(GatedStudy study, Allocation allocation)
    {
        await study.UntilHeldAsync(Held, allocation);
        study.Open(3);
        await study.UntilHeldAsync(Held, allocation);
        await allocation.CancelAsync();
        Assert.NotEqual("COMPLETED", await allocation.EndAsync());
    }
}

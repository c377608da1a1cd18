using System.Text.Json;
using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>Examples in allocations of a real Flux: a batch script of three lines runs them to their end, and ends with them.</summary>
public sealed class BatchScriptTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const int Nodes = 4;

    [FluxFact]
    public Task A_script_of_three_lines_runs_the_examples() => AtAsync(site => Allocations.UseAsync(site, Nodes, async allocations =>
    {
        await RunFluxExampleAsync(allocations);
        await RunCovidAsync(allocations);
    }));

    private static async Task RunFluxExampleAsync(Allocations allocations)
    {
        Site site = allocations.Site;
        string directory = Path.Combine(site.Work, "flux");
        (await site.MerlinAsync("example", "flux_ensemble")).Ended(0);
        await allocations.SubmitAsync("flux/flux_ensemble.yaml", "--vars", "N_SAMPLES=6", "RANKS=1", $"OUTPUT_PATH={directory}/studies");
        Allocation allocation = await allocations.BatchAsync(Path.Combine(directory, "batch.sh"));
        await allocation.UntilTreeHasAsync("merlin-simulations");

        Assert.Equal("COMPLETED", await allocation.EndAsync());
        StudyWorkspace workspace = site.Workspace("flux/studies");
        Assert.StartsWith("6 values, mean ", workspace.Text("assemble/report.txt"), StringComparison.Ordinal);
        await ExpectPlacesAsync(site, workspace);
    }

    private static async Task RunCovidAsync(Allocations allocations)
    {
        Site site = allocations.Site;
        (await site.MerlinAsync("example", "covid")).Ended(0);
        await allocations.SubmitAsync("covid/covid.yaml", "--vars", "N_SAMPLES=4", "OUTPUT_PATH=studies");

        Assert.Equal("COMPLETED", await (await allocations.AllocateAsync("covid/covid.yaml", Nodes)).EndAsync());
        Assert.EndsWith("</svg>\n", site.Workspace("studies").Text("draw/ensemble.svg"), StringComparison.Ordinal);
    }

    // The instances forget where their tasks ran; the broker does not.
    private static async Task ExpectPlacesAsync(Site site, StudyWorkspace workspace)
    {
        string details = (await site.MerlinAsync("detailed-status", workspace.Path, "--json")).Ended(0).Out;
        Assert.All(JsonDocument.Parse(details).RootElement.GetProperty("tasks").EnumerateArray(), static task =>
        {
            Assert.Equal("simulations", Assert.Single(task.GetProperty("workers").EnumerateArray()).GetString());
            Assert.NotEqual("", task.GetProperty("hosts").GetString());
            Assert.StartsWith("ƒ", task.GetProperty("instance").GetString(), StringComparison.Ordinal);
        });
    }
}

using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>The example for Flux, in a real instance.</summary>
public sealed class FluxExampleTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [FluxFact]
    public Task Serial_and_parallel_steps_run_in_one_study() => AtAsync(async site =>
    {
        await using RealFlux flux = await RealFlux.StartAsync(brokers: 1);
        site.Environment["FLUX_URI"] = flux.Uri;
        site.Environment["PATH"] = $"{Path.GetDirectoryName(FluxInstallation.Command)}:{site.Environment["PATH"]}";
        (await site.MerlinAsync("example", "flux_ensemble")).Ended(0);

        (await site.MerlinAsync(
            "run", "--local", "flux/flux_ensemble.yaml", "--strict", "--concurrency", "2", "--vars", "N_SAMPLES=2", "RANKS=1"))
            .Ended(0);

        StudyWorkspace workspace = site.Workspace("studies");
        Assert.StartsWith("2 values, mean ", workspace.Text("assemble/report.txt"), StringComparison.Ordinal);
    });
}

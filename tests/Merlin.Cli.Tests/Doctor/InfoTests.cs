using System.Text.Json;
using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Doctor;

/// <summary><c>merlin info</c> as users start it.</summary>
public sealed class InfoTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task Outside_of_Flux_it_says_so() => AtAsync(async site =>
    {
        JsonElement checks = await ChecksAsync(site);
        Assert.Equal("none", StateOf(checks, "flux instance"));
        Assert.Equal("none", StateOf(checks, "broker"));
    });

    [Fact]
    public Task An_instance_that_does_not_live_is_an_error_and_the_exit_status_is_still_0() => AtAsync(async site =>
    {
        site.Environment["FLUX_URI"] = $"local://{site.Root}/nobody-listens";
        Assert.Equal("error", StateOf(await ChecksAsync(site), "flux instance"));
    });

    [FluxFact]
    public Task Inside_an_instance_of_one_s_own_it_shows_the_resources() => AtAsync(async site =>
    {
        await using RealFlux flux = await RealFlux.StartAsync(
            new RealFluxOptions { Brokers = 2, Resources = ["--cores=0-3", "--gpus=0-1"] });
        site.Environment["FLUX_URI"] = flux.Uri;
        site.Environment["PATH"] = $"{Path.GetDirectoryName(FluxInstallation.Command)}:{site.Environment["PATH"]}";
        JsonElement checks = await ChecksAsync(site);

        Assert.Equal("ok", StateOf(checks, "flux library"));
        Assert.Contains("its resources are yours", Of(checks, "flux instance").GetProperty("found").GetString(), StringComparison.Ordinal);
        Assert.Equal("2 of 2 nodes up, 8 cores, 4 gpus", Of(checks, "flux resources").GetProperty("found").GetString());
    });

    private static async Task<JsonElement> ChecksAsync(Site site)
    {
        CommandResult result = (await site.MerlinAsync("info", "--json")).Ended(0);
        return JsonElement.Parse(result.Out).GetProperty("checks");
    }

    private static string? StateOf(JsonElement checks, string name) => Of(checks, name).GetProperty("state").GetString();

    private static JsonElement Of(JsonElement checks, string name) =>
        checks.EnumerateArray().Single(check => check.GetProperty("name").GetString() == name);
}

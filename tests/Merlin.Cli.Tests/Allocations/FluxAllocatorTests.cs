using Merlin.Cli.Allocations;
using Merlin.Cli.Tests.Harness;
using Merlin.Flux;
using Merlin.Flux.Testing;

namespace Merlin.Cli.Tests.Allocations;

/// <summary>Allocations from a real Flux.</summary>
public sealed class FluxAllocatorTests
{
    [FluxFact]
    public async Task An_allocation_is_an_instance_of_its_own_that_ends_with_its_program()
    {
        await using RealFlux flux = await RealFlux.StartAsync(brokers: 2);
        await using IAllocator allocator = await FluxAllocator.OpenAsync(new FluxUri(flux.Uri), CancellationToken.None);

        SubmittedAllocation submitted = await allocator.SubmitAsync(
            Request(flux, "echo $GREETING; flux getattr instance-level; flux getattr size; pwd"), CancellationToken.None);
        await Wait.UntilAsync(
            async () => await StateAsync(allocator, submitted) == AllocationState.Ended, () => $"job {submitted.Id} has not ended");

        IEnumerable<string> lines = await File.ReadAllLinesAsync(submitted.Log);
        Assert.Equal(
            ["hello", "1", "2", flux.Directory], lines.Where(static line => !line.Contains("broker.err", StringComparison.Ordinal)));
        Assert.True((await StandingAsync(allocator, submitted)).Life > TimeSpan.Zero);
        Assert.Equal("merlin-test", await flux.RunAsync("jobs", "--no-header", "--format={name}", submitted.Id.Text));
    }

    [FluxFact]
    public async Task Allocations_wait_run_and_end()
    {
        await using RealFlux flux = await RealFlux.StartAsync(brokers: 1);
        await using IAllocator allocator = await FluxAllocator.OpenAsync(new FluxUri(flux.Uri), CancellationToken.None);
        AllocationRequest request = Request(flux, "sleep 600") with { Nodes = 1 };
        SubmittedAllocation first = await allocator.SubmitAsync(request, CancellationToken.None);
        SubmittedAllocation second = await allocator.SubmitAsync(request, CancellationToken.None);

        await Wait.UntilAsync(
            async () => await StateAsync(allocator, first) == AllocationState.Running, () => $"job {first.Id} does not run");
        Assert.Equal(AllocationState.Waiting, await StateAsync(allocator, second));
        await flux.RunAsync("cancel", first.Id.Text, second.Id.Text);
        await Wait.UntilAsync(
            async () => await StateAsync(allocator, first) == AllocationState.Ended
                && await StateAsync(allocator, second) == AllocationState.Withdrawn,
            () => "the cancelled jobs have not ended, the one that ran and the one that waited");
    }

    [FluxFact]
    public async Task A_refusal_says_what_Flux_says()
    {
        await using RealFlux flux = await RealFlux.StartAsync(brokers: 1);
        await using IAllocator allocator = await FluxAllocator.OpenAsync(new FluxUri(flux.Uri), CancellationToken.None);

        AllocationRefusedException refusal = await Assert.ThrowsAsync<AllocationRefusedException>(
            () => allocator.SubmitAsync(Request(flux, "true") with { Queue = "no-such-queue" }, CancellationToken.None));

        Assert.Contains("queue", refusal.Message, StringComparison.Ordinal);
    }

    [FluxFact]
    public async Task A_connection_that_broke_is_made_anew()
    {
        await using RealFlux second = await RealFlux.StartAsync(brokers: 1);
        RealFlux first = await RealFlux.StartAsync(brokers: 1);
        string address = Path.Combine(second.Directory, "address");
        File.CreateSymbolicLink(address, PathOf(first));
        await using IAllocator allocator = await FluxAllocator.OpenAsync(new FluxUri($"local://{address}"), CancellationToken.None);
        AllocationRequest request = Request(second, "true") with { Nodes = 1 };

        await first.DisposeAsync();
        await Assert.ThrowsAsync<AllocationRefusedException>(() => allocator.SubmitAsync(request, CancellationToken.None));
        await Assert.ThrowsAsync<AllocationRefusedException>(() => allocator.SubmitAsync(request, CancellationToken.None));
        File.Delete(address);
        File.CreateSymbolicLink(address, PathOf(second));
        SubmittedAllocation submitted = await allocator.SubmitAsync(request, CancellationToken.None);

        Assert.Equal("merlin-test", await second.RunAsync("jobs", "--no-header", "--format={name}", submitted.Id.Text));
    }

    private static string PathOf(RealFlux flux) => flux.Uri["local://".Length..];

    private static async Task<AllocationState> StateAsync(IAllocator allocator, SubmittedAllocation allocation) =>
        (await StandingAsync(allocator, allocation)).State;

    private static async Task<AllocationStanding> StandingAsync(IAllocator allocator, SubmittedAllocation allocation) =>
        Assert.Single(await allocator.StatesAsync([allocation.Id], CancellationToken.None));

    private static AllocationRequest Request(RealFlux flux, string script) => new()
    {
        Nodes = 2,
        Name = "merlin-test",
        Time = TimeSpan.FromMinutes(10),
        Command = ["sh", "-c", script],
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GREETING"] = "hello",
            ["HOME"] = flux.Directory,
            ["PATH"] = $"{Path.GetDirectoryName(FluxInstallation.Command)}:{Environment.GetEnvironmentVariable("PATH")}",
        },
        Directory = flux.Directory,
        LogDirectory = flux.Directory,
    };
}

using System.Diagnostics;
using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

/// <summary>What is opened, used and closed ten thousand times leaves nothing behind, in managed or native memory.</summary>
[Collection(SharedFluxCollection.Name)]
public sealed class LeakTests(SharedFlux shared)
{
    private const int Rounds = 10_000;
    private const int WarmUp = 2_000;

    // What the allocators may keep for themselves; a leak of a hundred bytes a round is more.
    private const long MostBytes = 1_000_000;
    private const int MostDescriptors = 4;

    [FluxFact]
    public Task Handles() => LeavesNothingAsync(async _ =>
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(shared.Instance.Uri));
        await flux.AttributeAsync("size");
    });

    [FluxFact]
    public async Task Calls_answered_refused_and_cancelled()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(shared.Instance.Uri));
        await LeavesNothingAsync(async round =>
        {
            await flux.CallAsync("resource.status", default, BrokerRank.Leader);
            await Assert.ThrowsAsync<FluxException>(() => flux.CallAsync("no-such-service.ask", default, BrokerRank.Any));
            using var cancellation = new CancellationTokenSource();
            Task<ReadOnlyMemory<byte>> cancelled = flux.CallAsync("resource.status", default, BrokerRank.Leader, cancellation.Token);
            await cancellation.CancelAsync();
            await cancelled.ContinueWith(_ => { }, TaskScheduler.Default);
        });
    }

    [FluxFact]
    public async Task Streams_that_are_left()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(shared.Instance.Uri));
        await LeavesNothingAsync(async round =>
            await flux.Jobs.EventsAsync().FirstAsync(happened => happened is JobEventsCaughtUp));
    }

    private static async Task LeavesNothingAsync(Func<int, Task> round)
    {
        await RepeatAsync(WarmUp, round);
        (long bytes, int descriptors) = Held();
        await RepeatAsync(Rounds, round);
        (long bytesAfter, int descriptorsAfter) = Held();
        Assert.InRange(descriptorsAfter, 0, descriptors + MostDescriptors);
        Assert.True(bytesAfter - bytes < MostBytes, $"{bytes} bytes became {bytesAfter}.");
    }

    private static async Task RepeatAsync(int times, Func<int, Task> round)
    {
        for (int number = 0; number < times; number++)
        {
            await round(number).Within();
        }
    }

    private static (long Bytes, int Descriptors) Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var self = Process.GetCurrentProcess();
        return (self.WorkingSet64, Directory.GetFiles("/proc/self/fd").Length);
    }
}

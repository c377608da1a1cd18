using System.Diagnostics;
using System.Runtime.InteropServices;
using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

/// <summary>What is opened, used and closed ten thousand times leaves nothing behind, in managed or native memory.</summary>
[Collection(AloneCollection.Name)]
public sealed class LeakTests(SharedFlux shared)
{
    private const int Rounds = 10_000;
    private const int WarmUp = 2_000;

    // A leak of a hundred bytes a round.
    private const long MostBytes = 1_000_000;

    // Allocators take a while until they have what they want; a leak grows every time.
    private const int Tries = 4;
    private const int NoUrgency = 99;
    private const int MostDescriptors = 4;

    [FluxFact]
    public Task Handles() => LeavesNothingAsync(async () =>
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(shared.Instance.Uri));
        await flux.AttributeAsync("size");
    });

    [FluxFact]
    public async Task Calls_answered_refused_and_cancelled()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(shared.Instance.Uri));
        await LeavesNothingAsync(async () =>
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
        await LeavesNothingAsync(async () =>
            await flux.Jobs.EventsAsync().FirstAsync(happened => happened is JobEventsCaughtUp));
    }

    // Refused ones, as no job has such an urgency: ten thousand jobs would take minutes, and stay in the instance.
    [FluxFact]
    public async Task Submissions()
    {
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(shared.Instance.Uri));
        Jobspec large = Samples.Shell("true") with
        {
            Environment = new Dictionary<string, string> { ["LARGE"] = new('x', 2_000) },
        };
        await LeavesNothingAsync(() => Assert.ThrowsAsync<FluxException>(() => flux.Jobs.SubmitAsync(large, NoUrgency)));
    }

    private delegate int Trim(nuint kept);

    // glibc's own: gives back what was freed, and would otherwise still count.
    private static Trim TrimNativeMemory { get; } = Marshal.GetDelegateForFunctionPointer<Trim>(
        NativeLibrary.GetExport(NativeLibrary.Load("libc.so.6"), "malloc_trim"));

    private static async Task LeavesNothingAsync(Func<Task> round)
    {
        await RepeatAsync(WarmUp, round);
        List<(long Bytes, int Descriptors)> held = [Held()];
        do
        {
            await RepeatAsync(Rounds, round);
            held.Add(Held());
        }
        while (held.Count <= Tries && held[^1].Bytes - held[^2].Bytes >= MostBytes);

        Assert.InRange(held[^1].Descriptors, 0, held[0].Descriptors + MostDescriptors);
        Assert.True(held[^1].Bytes - held[^2].Bytes < MostBytes, $"Bytes held after each turn: {string.Join(", ", held)}.");
    }

    private static async Task RepeatAsync(int times, Func<Task> round)
    {
        for (int number = 0; number < times; number++)
        {
            await round().Within();
        }
    }

    private static (long Bytes, int Descriptors) Held()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        TrimNativeMemory(0);
        using var self = Process.GetCurrentProcess();
        return (self.WorkingSet64, Directory.GetFiles("/proc/self/fd").Length);
    }
}

using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

public sealed class ResourceTests
{
    [FluxFact]
    public async Task Status_use_and_changes_follow_drains_jobs_and_lost_brokers()
    {
        await using RealFlux instance = await RealFlux.StartAsync(new RealFluxOptions
        {
            Brokers = 4,
            Resources = ["--cores=0-3", "--gpus=0-1"],
            Arguments = ["--test-exit-mode=leader"],
        });
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(instance.Uri));

        ResourceStatus status = await flux.Resources.StatusAsync().Within();
        Assert.Equal((16, 8), (status.All.CoreCount, status.All.GpuCount));
        Assert.Equal(["fake0", "fake1", "fake2", "fake3"], status.All.Nodes.Select(node => node.Host));
        Assert.Equal("0-3", status.Up.ToString());

        await using IAsyncEnumerator<ResourceChange> changes = flux.Resources.ChangesAsync().GetAsyncEnumerator();
        ValueTask<bool> next = changes.MoveNextAsync();
        await using IAsyncEnumerator<ResourceChange> stored = ResourceChanges.StoredAsync(flux, default).GetAsyncEnumerator();
        ValueTask<bool> nextStored = stored.MoveNextAsync();
        // Answered behind the two requests for changes.
        await flux.Resources.StatusAsync().Within();

        await instance.RunAsync("resource", "drain", "2", "smells", "odd");
        Assert.True(await next.AsTask().Within());
        Assert.Equal((ResourceChangeKind.Drained, "2", "smells odd"), Facts(changes.Current));
        Assert.True(await nextStored.AsTask().Within());
        Assert.Equal((ResourceChangeKind.Drained, "2", "smells odd"), Facts(stored.Current));
        status = await flux.Resources.StatusAsync().Within();
        DrainedNodes drained = Assert.Single(status.Drained);
        Assert.Equal(("2", "smells odd"), (drained.Ranks.ToString(), drained.Reason));
        Assert.Equal("0-1,3", status.Up.ToString());

        await instance.RunAsync("resource", "undrain", "2");
        Assert.True(await changes.MoveNextAsync().AsTask().Within());
        Assert.Equal((ResourceChangeKind.Undrained, "2", ""), Facts(changes.Current));

        JobId job = await flux.Jobs.SubmitAsync(Samples.Sleeper() with
        {
            Resources = new JobResources { Nodes = 1, CoresPerSlot = 2, GpusPerSlot = 1 },
            Constraint = JobConstraint.Hosts(HostList.Parse("fake1")),
        });
        await flux.Jobs.EventsAsync(job).FirstAsync(happened => happened is JobStarted);
        ResourceUse use = await flux.Resources.UseAsync().Within();
        Assert.Equal((2, 1, "1"), (use.Allocated.CoreCount, use.Allocated.GpuCount, use.Allocated.Ranks.ToString()));
        Assert.Equal(16, use.All.CoreCount);
        Assert.Empty(use.Down.Nodes);
        await flux.Jobs.CancelAsync(job);

        await instance.RunAsync("overlay", "disconnect", "3");
        Assert.True(await changes.MoveNextAsync().AsTask().Within());
        Assert.Equal((ResourceChangeKind.Offline, "3", ""), Facts(changes.Current) with { Item3 = "" });
        status = await flux.Resources.StatusAsync().Within();
        Assert.Equal("3", status.Offline.ToString());
        Assert.Equal("0-2", status.Up.ToString());
        Assert.Equal("3", (await flux.Resources.UseAsync().Within()).Down.Ranks.ToString());
    }

    [FluxFact]
    public async Task Each_task_of_a_job_sees_its_own_gpus()
    {
        await using RealFlux instance = await RealFlux.StartAsync(
            new RealFluxOptions { Resources = ["--cores=0-3", "--gpus=0-3"] });
        await using FluxHandle flux = await FluxHandle.OpenAsync(new FluxUri(instance.Uri));
        string output = Path.Combine(instance.Directory, "gpus");
        JobId job = await flux.Jobs.SubmitAsync(Samples.Shell("echo $FLUX_TASK_RANK:$CUDA_VISIBLE_DEVICES") with
        {
            Resources = new JobResources { Slots = 2, GpusPerSlot = 2 },
            Shell = new ShellOptions { OutputFile = output, CpuAffinity = "off", GpuAffinity = "per-task" },
        });
        await flux.Jobs.EventsAsync(job).AllAsync();
        string[] lines = await File.ReadAllLinesAsync(output);
        Assert.Equal(["0:0,1", "1:2,3"], lines.Order());
    }

    private static (ResourceChangeKind Kind, string Ranks, string Reason) Facts(ResourceChange change) =>
        (change.Kind, change.Ranks.ToString(), change.Reason);
}

using Merlin.Flux.Testing;

namespace Merlin.Flux.Tests;

[Collection(SharedFluxCollection.Name)]
public sealed class NestedInstanceTests(SharedFlux shared)
{
    [FluxFact]
    public async Task A_nested_instance_owns_its_share_and_ends_with_its_program()
    {
        await using FluxHandle flux = await OpenAsync(shared.Instance.Uri);
        string file = Path.Combine(shared.Instance.Directory, Path.GetRandomFileName());
        Jobspec nested = Jobspec.NestedInstance(
            new JobResources { Nodes = 2, CoresPerSlot = 1 }, ["sh", "-c", $"until test -e {file}; do sleep 0.1; done"]) with
        {
            Environment = Samples.Environment,
            Duration = TimeSpan.FromMinutes(30),
        };
        JobId job = await flux.Jobs.SubmitAsync(nested).Within();
        FluxUri uri = await flux.Jobs.InstanceUriAsync(job).Within();
        Assert.StartsWith("ssh://", uri.Text, StringComparison.Ordinal);
        Assert.NotNull(uri.Nearest().LocalPath);

        await using (FluxHandle inner = await FluxHandle.OpenAsync(uri).Within())
        {
            await inner.RunningAsync().Within();
            InstanceFacts facts = await inner.InstanceAsync().Within();
            Assert.Equal((1, 2, job), (facts.Level, facts.Size, facts.Job));
            Assert.True(facts.IsMine);
            ResourceStatus status = await inner.Resources.StatusAsync().Within();
            Assert.Equal((2, 2), (status.All.CoreCount, status.All.Nodes.Count));
            Assert.InRange((await inner.TimeLeftAsync().Within())!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(30));

            await using FluxHandle parent = await inner.OpenParentAsync().Within();
            Assert.Equal(0, (await parent.InstanceAsync().Within()).Level);
        }

        await File.WriteAllTextAsync(file, "");
        Assert.True((await flux.Jobs.EventsAsync(job).AllAsync()).OfType<JobFinished>().Single().Status.Succeeded);
    }

    [FluxFact]
    public async Task A_job_that_never_becomes_an_instance_says_so()
    {
        await using FluxHandle flux = await OpenAsync(shared.Instance.Uri);
        JobId job = await flux.Jobs.SubmitAsync(Samples.Shell("true"));
        FluxException ended = await Assert.ThrowsAsync<FluxException>(() => flux.Jobs.InstanceUriAsync(job).Within());
        Assert.Contains("the job ended", ended.Words, StringComparison.Ordinal);
        Assert.Contains(job.ToString(), ended.Message, StringComparison.Ordinal);
    }

    private static async Task<FluxHandle> OpenAsync(string uri) => await FluxHandle.OpenAsync(new FluxUri(uri)).Within();
}

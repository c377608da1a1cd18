using Merlin.Cli.Tests.Harness;
using Merlin.Native.Tests;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>What Flux's own commands show of a study at work in an allocation, with <c>merlin-launch</c> installed.</summary>
public sealed class JobLabelTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Spec =
        """
        description: {name: covid, description: d}
        batch: {type: flux}
        study:
            - name: prepare
              description: a job of the worker's
              run: {cmd: 'until [ -e $(SPECROOT)/go ]; do sleep 0.1; done', launch: job}
            - name: simulate
              description: launches a job for each sample
              run: {cmd: '$(LAUNCHER) sh -c "until [ -e $(SPECROOT)/go ]; do sleep 0.1; done" # $(X)', procs: 1}
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
        """;

    [LaunchFact]
    public Task Every_job_tells_step_sample_and_study() => AtAsync(site =>
        Allocations.UseAsync(site, nodes: 1, async allocations =>
        {
            File.CreateSymbolicLink(Path.Combine(site.Bin, "merlin-launch"), LaunchBuild.Program);
            site.Environment["MERLIN_LAUNCHER_DIRECTORY"] = site.Bin;
            site.Write("samples.csv", "5\n");
            string spec = site.Write("spec.yaml", Spec);
            await allocations.SubmitAsync(spec);

            Allocation allocation = await allocations.AllocateAsync(spec, nodes: 1);

            await allocation.UntilTreeHasAsync("prepare@covid");
            await allocation.UntilTreeHasAsync("simulate[0]@covid");
            site.Write("go", "");
            Assert.Equal("COMPLETED", await allocation.EndAsync());
        }));
}

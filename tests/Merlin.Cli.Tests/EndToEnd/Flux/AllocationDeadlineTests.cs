using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>
/// An allocation of a real Flux whose time is short. Its end reaches the workers in its nested instances: what fits runs, what
/// does not is left for the next allocation, and what runs without a stated time is ended and runs again there.
/// </summary>
public sealed class AllocationDeadlineTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Spec =
        """
        description: {name: deadline, description: d}
        batch: {type: flux}
        study:
            - name: fits
              description: has time in the first allocation
              run: {cmd: "echo fits $$ >> $(SPECROOT)/starts", walltime: 10}
            - name: long
              description: has time in the second one only
              run: {cmd: "echo long $$ >> $(SPECROOT)/starts", walltime: "10:00"}
            - name: endless
              description: states no time, and waits for the second one
              run: {cmd: "echo endless $$ >> $(SPECROOT)/starts; until [ -e $(SPECROOT)/go ]; do sleep 0.1; done"}
        """;

    [FluxFact]
    public Task What_does_not_fit_is_left_for_the_next_allocation() => AtAsync(site =>
        Allocations.UseAsync(site, nodes: 1, async allocations =>
        {
            string spec = site.Write("spec.yaml", Spec);
            await allocations.SubmitAsync(spec);

            Allocation first = await allocations.AllocateAsync(spec, nodes: 1, timeLimit: "50s");
            Assert.Equal("COMPLETED", await first.EndAsync());
            Assert.Equal(["endless", "fits"], Starts(site));
            Assert.Equal(["fits"], site.Workspace().FinishedTasks());

            site.Write("go", "");
            Allocation second = await allocations.AllocateAsync(spec, nodes: 1);
            Assert.Equal("COMPLETED", await second.EndAsync());
            Assert.Equal(["endless", "endless", "fits", "long"], Starts(site));
            Assert.Equal(["endless", "fits", "long"], site.Workspace().FinishedTasks());
        }));

    private static string[] Starts(Site site) =>
        [.. File.ReadAllLines(Path.Combine(site.Work, "starts")).Select(static line => line.Split(' ')[0]).Order(StringComparer.Ordinal)];
}

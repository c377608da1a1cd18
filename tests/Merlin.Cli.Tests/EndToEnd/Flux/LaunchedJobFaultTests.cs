using System.Globalization;
using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd.Flux;

/// <summary>
/// Jobs that scripts launch in a nested instance of a real Flux whose broker is killed: nobody in Flux ends them then. None is
/// left on the host, none is counted as failed, and their tasks run again in the next instance.
/// </summary>
public sealed class LaunchedJobFaultTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const int Processes = 4;

    private const string Spec =
        """
        description: {name: launched, description: d}
        batch: {type: flux}
        study:
            - name: stated
              description: by the launcher
              run: {cmd: $(LAUNCHER) sh $(SPECROOT)/job.sh $(SPECROOT), procs: 1}
            - name: unstated
              description: without it
              run: {cmd: flux run sh $(SPECROOT)/job.sh $(SPECROOT)}
        """;

    private const string Job =
        """
        echo $$ >> $1/processes
        sh -c 'echo $$ >> $0/processes; until [ -e $0/go ]; do sleep 0.1; done' $1 &
        wait
        """;

    [FluxFact]
    public Task Nothing_is_left_of_them_and_their_tasks_run_again() => AtAsync(site =>
        Allocations.UseAsync(site, nodes: 1, async allocations =>
        {
            site.Write("job.sh", Job);
            string spec = site.Write("spec.yaml", Spec);
            await allocations.SubmitAsync(spec);
            Allocation allocation = await allocations.AllocateAsync(spec, nodes: 1);

            await LoseAsync(site, allocation, withWorker: false);
            await LoseAsync(site, allocation, withWorker: true);
            await UntilAllRunAsync(site, allocation);
            site.Write("go", "");

            Assert.Equal("COMPLETED", await allocation.EndAsync());
            Assert.Equal(["stated", "unstated"], site.Workspace().FinishedTasks());
        }));

    private static async Task LoseAsync(Site site, Allocation allocation, bool withWorker)
    {
        int[] processes = await UntilAllRunAsync(site, allocation);
        allocation.KillInstance(withWorker);
        await Wait.UntilAsync(
            () => !processes.Any(ProcessTable.Runs),
            () => $"of the jobs live on: {string.Join(' ', processes.Where(ProcessTable.Runs))}\n{allocation.Log}");
    }

    private static async Task<int[]> UntilAllRunAsync(Site site, Allocation allocation)
    {
        int[] processes = [];
        string file = Path.Combine(site.Work, "processes");
        await Wait.UntilAsync(
            () => (processes = Running(file)).Length == Processes,
            () => $"only these processes of jobs run: {string.Join(' ', processes)}\n{allocation.Log}");
        return processes;
    }

    private static int[] Running(string file) => File.Exists(file)
        ? [.. File.ReadAllLines(file).Select(static line => int.Parse(line, CultureInfo.InvariantCulture)).Where(ProcessTable.Runs)]
        : [];
}

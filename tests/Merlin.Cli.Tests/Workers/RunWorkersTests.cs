using System.Text.Json;
using Merlin.Cli.Tests.Harness;
using Merlin.Cli.Tests.Server;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Workers;

/// <summary><c>run-workers</c> with a real broker: what it starts is there, works, and outlives it.</summary>
public sealed class RunWorkersTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Spec = """
        description: {name: s, description: d}
        env: {variables: {OUTPUT_PATH: studies, GREETING: hello there}}
        study:
        - {name: a, description: d, run: {cmd: 'echo "$GREETING" > said', task_queue: qa}}
        - {name: b, description: d, run: {cmd: 'true', task_queue: qb, depends: [a]}}
        merlin: {resources: {workers: {wa: {args: -c 1, steps: [a]}, wb: {args: -c 1, steps: [b]}}}}

        """;

    [Fact]
    public Task Workers_start_run_the_study_and_leave_when_told() => WithBrokerAsync(async server =>
    {
        Site site = server.Site;
        string spec = site.Write("spec.yaml", Spec);
        JsonElement started = Json(await RunWorkersAsync(server, spec, "--json"));

        Assert.Equal(["wa", "wb"], Names(started));
        Assert.Equal(
            Path.Combine(site.Work, "merlin_workers", "wa.log"),
            started.GetProperty("workers")[0].GetProperty("log").GetString());
        (await site.MerlinAsync("run", spec, "--wait", "--broker", server.Client)).Ended(0);
        string workspace = Assert.Single(Directory.GetDirectories(Path.Combine(site.Work, "studies")));
        Assert.Equal("hello there\n", await File.ReadAllTextAsync(Path.Combine(workspace, "a", "said")));
    });

    [Fact]
    public Task A_queue_that_is_served_here_gets_no_second_worker() => WithBrokerAsync(async server =>
    {
        string spec = server.Site.Write("spec.yaml", Spec);
        Assert.Equal(["wb"], Names(Json(await RunWorkersAsync(server, spec, "--steps", "b", "--json"))));
        CommandResult second = await RunWorkersAsync(server, spec, "--json");

        Assert.Equal(["wa"], Names(Json(second)));
        Assert.Contains(
            "Worker 'wb' is not started: another worker on this host serves [merlin]_qb already", second.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task A_worker_that_ends_at_once_is_told_with_its_last_words() => WithBrokerAsync(async server =>
    {
        string spec = server.Site.Write("spec.yaml", Spec);

        CommandResult result = await server.Site.MerlinAsync(
            "run-workers", spec, "--steps", "a", "--worker-args", "--concurrency 0", "--broker", server.Client);

        Assert.Contains("Worker 'wa' ended at once with exit status 2", result.Ended(1).Error, StringComparison.Ordinal);
        Assert.Contains("--concurrency must be at least 1", result.Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task Where_logs_cannot_be_written_nothing_starts() => WithBrokerAsync(async server =>
    {
        Site site = server.Site;
        string inTheWay = site.Write("merlin_workers", "");

        CommandResult result = await site.MerlinAsync("run-workers", site.Write("spec.yaml", Spec), "--broker", server.Client);

        Assert.Contains($"The workers' log '{inTheWay}/wa.log' cannot be written", result.Ended(1).Error, StringComparison.Ordinal);
        Assert.Contains(
            "No workers found!", (await site.MerlinAsync("query-workers", "--broker", server.Client)).Ended(0).Error, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("slurm", "srun", "while [ \"$1\" != merlin ]; do shift; done; exec \"$@\"")]
    [InlineData("flux", "flux", "case $1 in version) echo 0.75.0;; exec) shift; exec \"$@\";; *) exit 1;; esac")]
    public Task A_batch_systems_program_starts_the_worker(string type, string program, string body) => WithBrokerAsync(async server =>
    {
        Site site = server.Site;
        foreach (string absent in (string[])["flux", "qsub", "jsrun", "sbatch"])
        {
            site.AddProgram(absent, "exit 1");
        }

        site.AddProgram(program, body);
        string spec = site.Write("spec.yaml", Spec + $"batch: {{type: {type}}}\n");
        await RunWorkersAsync(server, spec);

        (await site.MerlinAsync("run", spec, "--wait", "--broker", server.Client)).Ended(0);
    });

    [Fact]
    public Task A_monitor_outlives_a_restart_of_the_broker() => WithBrokerAsync(async server =>
    {
        Site site = server.Site;
        string spec = site.Write("spec.yaml", Spec);
        (await site.MerlinAsync("run", spec, "--broker", server.Client)).Ended(0);
        RunningCommand monitor = site.StartMerlin("monitor", spec, "--sleep", "1", "--broker", server.Client);
        await Wait.UntilAsync(monitor, () => monitor.SoFar.Error.Contains("0 workers alive", StringComparison.Ordinal));
        (await server.RunAsync("restart")).Ended(0);
        await RunWorkersAsync(server, spec);

        Assert.Contains("stop condition met", (await monitor.EndWithoutInputAsync()).Ended(0).Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task Without_a_broker_nothing_starts() => AtAsync(async site =>
    {
        CommandResult result = await site.MerlinAsync("run-workers", site.Write("spec.yaml", Spec));

        Assert.Contains("No broker is configured", result.Ended(1).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(site.Work, "merlin_workers")));
    });

    private static string[] Names(JsonElement answer) =>
        [.. answer.GetProperty("workers").EnumerateArray().Select(static worker => worker.GetProperty("worker").GetString()!)];

    private static JsonElement Json(CommandResult result) => JsonDocument.Parse(result.Out).RootElement.Clone();

    private static async Task<CommandResult> RunWorkersAsync(ServerSite server, params IEnumerable<string> words) =>
        (await server.Site.MerlinAsync(["run-workers", .. words, "--broker", server.Client])).Ended(0);

    // Workers outlive the commands, so a test that failed must end them too.
    private Task WithBrokerAsync(Func<ServerSite, Task> body) => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();
        try
        {
            await body(server);
        }
        finally
        {
            _ = await site.MerlinAsync("stop-workers", "--broker", server.Client);
        }
    }));
}

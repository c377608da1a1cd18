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

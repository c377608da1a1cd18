using System.Text.Json;
using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Workers.Trees;

/// <summary><c>merlin run-workers</c> in a real Flux instance, with a broker outside of it.</summary>
public sealed class TreeRunTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string TwoWorkers = "{simulator: {steps: [sim], args: -c 1}, collector: {steps: [collect], args: -c 1}}";
    private const string OneWorker = "{both: {steps: [all]}}";
    private static readonly RealFluxOptions TwoNodes = new() { Brokers = 2 };

    [FluxFact]
    public Task The_tree_runs_the_study_and_ends_by_itself() => WithAllocationAsync(TwoNodes, async tree =>
    {
        string spec = tree.Write(samples: 5, TwoWorkers);
        await tree.SubmitAsync(spec);
        RunningCommand run = tree.StartTree(spec);
        await Wait.UntilAsync(run, () => tree.Marks() > 0);

        Assert.Equal(["merlin-collector", "merlin-collector", "merlin-simulator", "merlin-simulator"], (await tree.JobsAsync()).Order());
        Assert.Matches(@"simulator\+collector@\S+ \(agent\)", (await tree.Site.MerlinAsync("query-workers", "--broker", tree.Server.Client)).Out);
        tree.Open();

        CommandResult ended = (await run.EndWithoutInputAsync()).Ended(0);
        Assert.Contains("Nothing is left to do in [merlin]_sims, [merlin]_collects", ended.Error, StringComparison.Ordinal);
        await tree.ExpectCompleteAsync(samples: 5);
        Assert.Empty(await tree.JobsAsync());
        Assert.Equal(
            ["collector-1.log", "collector-2.log", "simulator-1.log", "simulator-2.log"],
            Directory.GetFiles(Path.Combine(tree.Site.Work, "merlin_workers")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    });

    [FluxFact]
    public Task Workers_on_other_hosts_reach_their_agent_with_keys_of_its_life() => WithAllocationAsync(
        new RealFluxOptions { Brokers = 2, Resources = ["--cores=0"] },
        async tree =>
        {
            string spec = tree.Write(samples: 3, OneWorker);
            await tree.SubmitAsync(spec);
            RunningCommand run = tree.StartTree(spec);
            await Wait.UntilAsync(run, () => tree.Marks() > 0);
            string keys = Assert.Single(Directory.GetFiles(Path.Combine(tree.Site.Work, "merlin_workers"), ".agent-*.yaml"));

            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keys));
            Assert.Contains("address: tcp://", await File.ReadAllTextAsync(keys), StringComparison.Ordinal);
            tree.Open();
            (await run.EndWithoutInputAsync()).Ended(0);
            await tree.ExpectCompleteAsync(samples: 3);
            Assert.False(File.Exists(keys));
        });

    [FluxFact]
    public Task Every_task_sees_its_own_gpu_of_its_workers_node() => WithAllocationAsync(
        new RealFluxOptions { Brokers = 2, Resources = ["--cores=0-1", "--gpus=0-1"] },
        async tree =>
        {
            string spec = tree.Write(samples: 4, OneWorker, "gpus per task: 1");
            JsonElement plan = JsonDocument.Parse((await tree.Site.MerlinAsync("run-workers", spec, "--plan", "--json")).Ended(0).Out).RootElement;
            Assert.Equal(4, plan.GetProperty("gpus").GetInt32());
            Assert.Equal(2, plan.GetProperty("groups")[0].GetProperty("gpus_per_node").GetInt32());
            await tree.SubmitAsync(spec);
            RunningCommand run = tree.StartTree(spec);
            string[] seen = [];
            await Wait.UntilAsync(run, () => (seen = tree.MarksSeen()).Length > 2);
            tree.Open();

            (await run.EndWithoutInputAsync()).Ended(0);
            Assert.Equal(seen, seen.Distinct());
            Assert.All(seen, static mark => Assert.Contains(mark.Split(' ')[^1], (string[])["0", "1"]));
            await tree.ExpectCompleteAsync(samples: 4);
        });

    [FluxFact]
    public Task Agents_below_the_first_one_do_the_same() => WithAllocationAsync(TwoNodes, async tree =>
    {
        string spec = tree.Write(samples: 4, "{both: {instance: {levels: 2}}}");
        await tree.SubmitAsync(spec);
        RunningCommand run = tree.StartTree(spec);
        await Wait.UntilAsync(run, () => tree.Marks() > 0);

        Assert.Equal(["merlin-agent"], await tree.JobsAsync());
        Assert.True(File.Exists(Path.Combine(tree.Site.Work, "merlin_workers", "agent-1.both-1.log")));
        tree.Open();
        (await run.EndWithoutInputAsync()).Ended(0);
        await tree.ExpectCompleteAsync(samples: 4);
    });

    [FluxFact]
    public Task Persistent_workers_stay_until_they_are_told_to_leave() => WithAllocationAsync(new RealFluxOptions(), async tree =>
    {
        string spec = tree.Write(samples: 1, OneWorker);
        tree.Open();
        RunningCommand run = tree.StartTree(spec, "--persist");
        await Wait.UntilAsync(run, () => run.SoFar.Error.Contains("Worker both on ", StringComparison.Ordinal));
        await tree.SubmitAsync(spec);
        await Wait.UntilAsync(run, () => tree.Marks() > 0);
        (await tree.Site.MerlinAsync("stop-workers", "--broker", tree.Server.Client)).Ended(0);

        (await run.EndWithoutInputAsync()).Ended(0);
        Assert.Empty(await tree.JobsAsync());
    });

    [FluxFact]
    public Task Without_work_the_tree_ends_at_once() => WithAllocationAsync(new RealFluxOptions(), async tree =>
        Assert.Contains(
            "With --persist they would wait for more",
            (await tree.StartTree(tree.Write(samples: 1, OneWorker)).EndWithoutInputAsync()).Ended(0).Error,
            StringComparison.Ordinal));

    [FluxFact]
    public Task A_plan_is_shown_and_nothing_starts() => WithAllocationAsync(TwoNodes, async tree =>
    {
        string spec = tree.Write(samples: 1, "{both: {instance: {nodes: 2}}}");
        CommandResult shown = (await tree.Site.MerlinAsync("run-workers", spec, "--plan", "--json")).Ended(0);

        JsonElement plan = JsonDocument.Parse(shown.Out).RootElement;
        Assert.Equal((2, 1), (plan.GetProperty("nodes").GetInt32(), plan.GetProperty("instances").GetInt32()));
        Assert.Equal("0-1", plan.GetProperty("groups")[0].GetProperty("ranks").GetString());
        Assert.Empty(await tree.JobsAsync());
        CommandResult refused = (await tree.Site.MerlinAsync("run-workers", tree.Write(samples: 1, "{both: {nodes: 3}}"), "--plan")).Ended(1);
        Assert.Contains("Worker 'both' asks for 3 nodes", refused.Out, StringComparison.Ordinal);
    });

    [Fact]
    public Task Outside_of_an_instance_there_is_no_plan() => AtAsync(async site => Assert.Contains(
        "this command runs in none",
        (await site.MerlinAsync("run-workers", site.Write("spec.yaml", Spec), "--plan")).Ended(1).Error,
        StringComparison.Ordinal));

    [Fact]
    public Task An_instance_that_does_not_answer_is_told_and_not_used() => AtAsync(async site =>
    {
        site.Environment["FLUX_URI"] = "local:///nowhere";
        CommandResult result = (await site.MerlinAsync("run-workers", site.Write("spec.yaml", Spec))).Ended(1);

        Assert.Contains("FLUX_URI is local:///nowhere, but that instance cannot be used", result.Error, StringComparison.Ordinal);
        Assert.Contains("No broker is configured", result.Error, StringComparison.Ordinal);
    });

    private const string Spec = """
        description: {name: s, description: d}
        study: [{name: a, description: d, run: {cmd: echo}}]
        merlin: {resources: {workers: {w: {steps: [a]}}}}

        """;

    private Task WithAllocationAsync(RealFluxOptions options, Func<TreeSite, Task> body) =>
        AtAsync(site => TreeSite.UseAsync(site, options, body));
}

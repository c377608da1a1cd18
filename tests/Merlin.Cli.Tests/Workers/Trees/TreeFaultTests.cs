using System.Diagnostics;
using Merlin.Cli.Tests.Harness;
using Merlin.Flux.Testing;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Workers.Trees;

/// <summary>What is killed, drained or told to end in a tree: nothing is lost, and nothing is left behind.</summary>
public sealed class TreeFaultTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const int Samples = 6;

    // Whoever is to end within the grace ends its tasks at once.
    private const string Workers = "{both: {steps: [all], args: -c 2 --grace 0 -l DEBUG}}";

    [FluxFact]
    public Task A_killed_worker_is_replaced() => WithTreeAsync(async (tree, run) =>
    {
        Kill(tree.Processes("merlin.dll worker --instance")[0]);

        await ExpectReplacementAsync(tree, run);
    });

    [FluxFact]
    public Task A_killed_broker_of_an_instance_is_replaced() => WithTreeAsync(async (tree, run) =>
    {
        Kill(tree.Processes("broker /bin/sh")[0]);

        await ExpectReplacementAsync(tree, run);
    });

    [FluxFact]
    public Task After_a_killed_agent_another_one_carries_on() => WithTreeAsync(async (tree, run) =>
    {
        run.Kill();
        await run.EndWithoutInputAsync();
        RunningCommand second = tree.StartTree(Path.Combine(tree.Site.Work, "spec.yaml"));
        await Wait.UntilAsync(second, () => second.SoFar.Error.Contains("an instance of a tree whose agent is dead, is cancelled", StringComparison.Ordinal));
        tree.Open();

        (await second.EndWithoutInputAsync()).Ended(0);
        await tree.ExpectCompleteAsync(Samples);
    });

    [FluxFact]
    public Task On_a_drained_node_what_runs_runs_out_and_it_is_used_again_when_it_is_back() => WithTreeAsync(async (tree, run) =>
    {
        IReadOnlyList<string> there = await tree.TasksOnAsync(rank: 1);
        await tree.Flux.RunAsync("resource", "drain", "1");
        await Wait.UntilAsync(run, () => run.SoFar.Error.Contains("is told to come to an end", StringComparison.Ordinal));
        await Wait.UntilAsync(run, () => tree.LeafLogs().Contains("a node of its instance is down or drained", StringComparison.Ordinal));
        tree.Open(there);
        await Wait.UntilAsync(async () => (await tree.JobsAsync()).Count == 1, () => run.SoFar.ToString());
        await tree.Flux.RunAsync("resource", "undrain", "1");
        await Wait.UntilAsync(async () => (await tree.JobsAsync()).Count == 2, () => run.SoFar.ToString());
        tree.Open();

        (await run.EndWithoutInputAsync()).Ended(0);
        await tree.ExpectCompleteAsync(Samples);
        Assert.Equal(Samples, tree.Starts());
    });

    [FluxFact]
    public Task A_signal_ends_the_tree_and_another_one_carries_on() => WithTreeAsync(async (tree, run) =>
    {
        await run.SignalAsync("USR1");
        await Wait.UntilAsync(run, () => run.SoFar.Error.Contains("announces the end of its time", StringComparison.Ordinal));
        await run.SignalAsync("TERM");
        await run.SignalAsync("TERM");
        (await run.EndWithoutInputAsync()).Ended(0);
        Assert.Empty(await tree.JobsAsync());
        tree.Open();
        (await tree.StartTree(Path.Combine(tree.Site.Work, "spec.yaml")).EndWithoutInputAsync()).Ended(0);

        await tree.ExpectCompleteAsync(Samples);
    });

    [FluxFact]
    public Task A_signal_before_the_broker_has_answered_leaves_no_keys_behind() => AtAsync(site =>
        TreeSite.UseAsync(site, new RealFluxOptions { Brokers = 2, Resources = ["--cores=0"] }, async tree =>
        {
            string logs = Directory.CreateDirectory(Path.Combine(site.Work, "merlin_workers")).FullName;
            (await tree.Server.RunAsync("stop")).Ended(0);
            RunningCommand run = tree.StartTree(tree.Write(samples: 1, Workers));
            await Wait.UntilAsync(run, () => Directory.GetFiles(logs, ".agent-*.yaml").Length > 0);

            // As the initial program of an instance gets them.
            await run.SignalAsync("TERM");
            await run.SignalAsync("HUP");

            (await run.EndWithoutInputAsync()).Ended(130);
            Assert.Empty(Directory.GetFiles(logs, ".agent-*.yaml"));
        }));

    [FluxFact]
    public Task An_allocation_that_ends_takes_the_tree_with_it() => WithTreeAsync(async (tree, run) =>
    {
        await tree.Flux.RunAsync("shutdown", "--quiet");

        CommandResult ended = (await run.EndWithoutInputAsync()).Ended(1);
        Assert.Contains("The Flux instance that this command ran in is gone", ended.Error, StringComparison.Ordinal);
    });

    [FluxTheory]
    [InlineData(1)]
    [InlineData(2)]
    public Task Workers_that_end_at_once_again_and_again_end_the_tree(int levels) => AtAsync(site =>
        TreeSite.UseAsync(site, new RealFluxOptions(), async tree =>
        {
            string spec = tree.Write(Samples, $"{{both: {{steps: [all], args: -c 0, instance: {{levels: {levels}}}}}}}");
            await tree.SubmitAsync(spec);

            CommandResult ended = (await tree.StartTree(spec).EndWithoutInputAsync()).Ended(1);
            Assert.Contains("--concurrency must be at least 1", ended.Error, StringComparison.Ordinal);
            Assert.Contains("ended as soon as they began", ended.Error, StringComparison.Ordinal);
            Assert.Empty(await tree.JobsAsync());
        }));

    private static async Task ExpectReplacementAsync(TreeSite tree, RunningCommand run)
    {
        await Wait.UntilAsync(run, () => run.SoFar.Error.Contains("another one takes its place", StringComparison.Ordinal));
        tree.Open();
        (await run.EndWithoutInputAsync()).Ended(0);
        await tree.ExpectCompleteAsync(Samples);
    }

    private static void Kill(ProcessEntry entry)
    {
        using var process = Process.GetProcessById(entry.Id);
        process.Kill();
    }

    // Two nodes on which tasks run that wait for the gate.
    private Task WithTreeAsync(Func<TreeSite, RunningCommand, Task> body) => WithTreeAsync(Workers, body);

    private Task WithTreeAsync(string workers, Func<TreeSite, RunningCommand, Task> body) => AtAsync(site =>
        TreeSite.UseAsync(site, new RealFluxOptions { Brokers = 2 }, async tree =>
        {
            string spec = tree.Write(Samples, workers);
            await tree.SubmitAsync(spec);
            RunningCommand run = tree.StartTree(spec);
            await Wait.UntilAsync(run, () => tree.Marks() > 2);
            await body(tree, run);
        }));
}

using Merlin.Cli.Tests.Harness;
using Merlin.Cli.Tests.Server;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Allocations;

/// <summary><c>run-workers --batch</c> and <c>autoscale</c>, with programs in the place of Slurm's.</summary>
public sealed class BatchTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Spec = """
        description: {name: my study, description: d}
        batch: {type: slurm, queue: pbatch, bank: guests, walltime: "30:00"}
        env: {variables: {OUTPUT_PATH: studies, NOTE: none}}
        study:
        - {name: a, description: d, run: {cmd: 'echo $(X)', task_queue: qa}}
        - {name: wide, description: d, run: {cmd: 'true', task_queue: qw, nodes: 50, procs: 50, depends: [a_*]}}
        merlin:
          samples: {file: samples.csv, column_labels: [X], generate: {cmd: 'seq 1 1000 > samples.csv'}}

        """;

    [Fact]
    public Task A_batch_job_starts_Flux_on_its_nodes_and_the_workers_in_it() => WithSlurmAsync(async (server, slurm) =>
    {
        string spec = server.Site.Write("spec.yaml", Spec);
        server.Site.Environment["GREETING"] = "a,b=c";
        CommandResult result = (await server.Site.MerlinAsync(
            "run-workers", spec, "--batch", "3", "--time", "90:00", "--queue", "pdebug", "--steps", "a", "--vars", "NOTE=a b",
            "--broker", server.Client)).Ended(0);

        string log = Path.Combine(server.Site.Work, "merlin_workers", "merlin-my_study.1.log");
        Assert.Contains($"Submitted job 1 to Slurm; its log: {log}", result.Out, StringComparison.Ordinal);
        string[] words = slurm.WordsOf(1);
        Assert.Superset(
            new HashSet<string> { "--parsable", "--nodes=3", "--ntasks=3", "--time=90", "--partition=pdebug", "--account=guests" },
            words.ToHashSet());
        string script = Assert.Single(words, static word => word.StartsWith("--wrap=", StringComparison.Ordinal));
        Assert.StartsWith("--wrap=exec srun --nodes=3 --ntasks=3 flux start ", script, StringComparison.Ordinal);
        Assert.EndsWith($"run-workers {spec} --steps=a '--vars=NOTE=a b'", script, StringComparison.Ordinal);
        Assert.Contains("--export=ALL", words);
        Assert.Contains($"MERLIN_BROKER={server.Client}", slurm.EnvironmentOf(1));
        Assert.Contains("GREETING=a,b=c", slurm.EnvironmentOf(1));
    });

    [Fact]
    public Task What_the_command_line_leaves_open_the_batch_block_says() => WithSlurmAsync(async (server, slurm) =>
    {
        string spec = server.Site.Write("spec.yaml", Spec);
        (await server.Site.MerlinAsync("run-workers", spec, "--batch", "1", "--broker", server.Client)).Ended(0);

        Assert.Superset(
            new HashSet<string> { "--time=30", "--partition=pbatch", "--account=guests" }, slurm.WordsOf(1).ToHashSet());
    });

    [Fact]
    public Task A_refusal_is_told_in_the_words_of_the_batch_system() => WithSlurmAsync(async (server, slurm) =>
    {
        slurm.Refuse();
        string spec = server.Site.Write("spec.yaml", Spec);
        CommandResult result = await server.Site.MerlinAsync("run-workers", spec, "--batch", "1", "--broker", server.Client);

        Assert.Contains("sbatch: error: invalid account", result.Ended(1).Error, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("--time belongs to an allocation: give --batch", "--time", "90")]
    [InlineData("--echo and --plan show", "--plan", "--batch", "1")]
    [InlineData("--batch must be at least 1", "--batch", "0")]
    [InlineData("--time takes a duration", "--batch", "1", "--time", "soon")]
    public Task Options_that_do_not_go_together_are_refused(string expected, params string[] words) => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", Spec);
        CommandResult result = await site.MerlinAsync(["run-workers", spec, .. words]);
        Assert.Contains(expected, result.Ended(2).Error, StringComparison.Ordinal);
    });

    [Fact]
    public Task Autoscale_asks_for_what_the_work_wants_and_leaves_it_when_interrupted() => WithSlurmAsync(async (server, slurm) =>
    {
        string spec = server.Site.Write("spec.yaml", Spec);
        (await server.Site.MerlinAsync("run", spec, "--broker", server.Client)).Ended(0);
        CommandResult dry = (await AutoscaleAsync(server, spec, "--dry-run")).Ended(0);
        Assert.Contains("would submit 2", dry.Text, StringComparison.Ordinal);
        Assert.Contains("Step 'wide' needs 50 nodes", dry.Text, StringComparison.Ordinal);
        Assert.Equal(0, slurm.Count);

        RunningCommand running = server.Site.StartMerlin(Words(server, spec));
        await Wait.UntilAsync(running, () => running.SoFar.Text.Contains("0 run and 2 wait", StringComparison.Ordinal));
        await running.SignalAsync("TERM");
        CommandResult result = (await running.EndAsync()).Ended(0);

        Assert.Contains("allocations that were submitted go on", result.Text, StringComparison.Ordinal);
        Assert.Equal(2, slurm.Count);
    });

    [Fact]
    public Task Autoscale_backs_off_when_submissions_fail() => WithSlurmAsync(async (server, slurm) =>
    {
        string spec = server.Site.Write("spec.yaml", Spec);
        (await server.Site.MerlinAsync("run", spec, "--broker", server.Client)).Ended(0);
        slurm.Refuse();

        RunningCommand running = server.Site.StartMerlin(Words(server, spec));
        await Wait.UntilAsync(running, () => running.SoFar.Text.Contains("after a failure", StringComparison.Ordinal));
        await running.SignalAsync("INT");
        CommandResult result = (await running.EndAsync()).Ended(0);

        Assert.Equal(2, result.Text.Split("invalid account").Length);
    });

    [Theory]
    [InlineData("FAILED", "0:02", "Allocation 1 was over as soon as it began")]
    [InlineData("CANCELLED", "0:00", "Allocation 1 was cancelled before it had its nodes")]
    public Task Autoscale_says_how_a_job_of_Slurms_has_ended(string state, string used, string told) => WithSlurmAsync(async (server, slurm) =>
    {
        string spec = server.Site.Write("spec.yaml", Spec);
        (await server.Site.MerlinAsync("run", spec, "--broker", server.Client)).Ended(0);
        RunningCommand running = server.Site.StartMerlin(Words(server, spec));
        await Wait.UntilAsync(running, () => slurm.Count == 2);
        slurm.Set(1, state, used);

        await Wait.UntilAsync(running, () => running.SoFar.Text.Contains(told, StringComparison.Ordinal));
        await running.SignalAsync("TERM");
        (await running.EndAsync()).Ended(0);
    });

    [Fact]
    public Task Autoscale_ends_by_itself_without_work() => WithSlurmAsync(async (server, slurm) =>
    {
        string spec = server.Site.Write("spec.yaml", Spec);
        Assert.Contains("no work is left", (await AutoscaleAsync(server, spec)).Ended(0).Text, StringComparison.Ordinal);
        Assert.Equal(0, slurm.Count);
    });

    private static Task<CommandResult> AutoscaleAsync(ServerSite server, string spec, params string[] words) =>
        server.Site.MerlinAsync([.. Words(server, spec), .. words]);

    private static string[] Words(ServerSite server, string spec) =>
        ["autoscale", spec, "--max", "2", "--interval", "1", "--broker", server.Client];

    private Task WithSlurmAsync(Func<ServerSite, SlurmStandIn, Task> body) => AtAsync(site => ServerSite.UseAsync(site, async server =>
    {
        await server.StartAsync();
        await body(server, new SlurmStandIn(site));
    }));
}

using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.Workers;

/// <summary><c>run-workers --echo</c> on machines whose batch system is a script on PATH.</summary>
public sealed class RunWorkersEchoTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string FourSteps = """
        description: {name: s, description: d}
        env: {variables: {VERIFY_QUEUE: step_4_queue, WORKER_NODES: 4}}
        study:
        - {name: step_1, description: d, run: {cmd: echo, task_queue: step_1_queue}}
        - {name: step_2, description: d, run: {cmd: echo, task_queue: step_2_queue}}
        - {name: step_3, description: d, run: {cmd: echo, task_queue: step_3_queue}}
        - {name: step_4, description: d, run: {cmd: echo, task_queue: $(VERIFY_QUEUE)}}

        """;

    [Fact]
    public Task Steps_that_no_worker_names_get_the_default_worker() => AtAsync(async site =>
    {
        string[] lines = await EchoAsync(site, "merlin: {resources: {workers: {w: {steps: [step_1, step_2, step_3]}}}}");

        Assert.Contains(lines, static line => line.Contains("-n default_worker.%%h -l INFO -Q '[merlin]_step_4_queue'", StringComparison.Ordinal));
        Assert.Equal(["merlin worker -n w.%%h -l INFO -Q '[merlin]_step_1_queue,[merlin]_step_2_queue,[merlin]_step_3_queue'"], lines[..1]);
        Assert.Equal(2, lines.Length);
    });

    [Fact]
    public Task A_worker_of_all_steps_leaves_nothing_to_the_default_worker() => AtAsync(async site => Assert.DoesNotContain(
        "default_worker",
        Assert.Single(await EchoAsync(site, "merlin: {resources: {workers: {w: {steps: [all]}}}}")),
        StringComparison.Ordinal));

    [Fact]
    public Task Steps_queues_options_and_levels_are_chosen_on_the_command_line() => AtAsync(async site =>
    {
        const string Workers = "merlin: {resources: {workers: {w: {steps: [all], args: -c 7}, v: {steps: [step_1]}}}}";

        Assert.Equal(
            ["merlin worker -l ERROR --concurrency 2 -n w.%%h -Q '[merlin]_custom'"],
            await EchoAsync(
                site, Workers, "--steps", "step_4", "--vars", "VERIFY_QUEUE=custom", "--worker-args", "-l ERROR --concurrency 2"));
        Assert.Equal(
            ["merlin worker -c 7 -n w.%%h -Q '[merlin]_step_4_queue'"],
            await EchoAsync(site, Workers, "--steps", "step_4", "--disable-logs"));
        CommandResult debug = (await site.MerlinAsync("-lvl", "debug", "run-workers", Path.Combine(site.Work, "spec.yaml"), "--echo", "--steps", "step_1", "x"))
            .Ended(0);
        Assert.Contains("merlin worker -n v.%%h -l DEBUG -Q '[merlin]_step_1_queue'\n\n", debug.Out, StringComparison.Ordinal);
        Assert.Contains("The spec has no step 'x'", debug.Error, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("sbatch", "sbatch", "slurm", "srun -N 4 -n 4 -A mybank -p pdebug -t 10:00:00 merlin worker ")]
    [InlineData("nothing", "", "slurm", "srun -N 4 -n 4 -A mybank -p pdebug -t 10:00:00 merlin worker ")]
    [InlineData("qsub", "pbs_version = 19", "flux", "qsub -l nodes=4 -A mybank -q pdebug -l walltime=10:00:00 -- flux start  flux exec `which /bin/bash` -c \"merlin worker ")]
    [InlineData("jsrun", "jsrun", "flux", "jsrun -a 1 -c ALL_CPUS -g ALL_GPUS --bind=none -n 4 flux start  flux exec `which /bin/bash` -c \"merlin worker ")]
    [InlineData("flux", "2 Nodes 0.75.0", "flux", "flux alloc -o pty -N 4 --exclusive --job-name=merlin --setattr=system.bank=mybank --setattr=system.queue=pdebug -t 36000.0s flux exec `which /bin/bash` -c \"merlin worker ")]
    public Task The_batch_system_that_answers_makes_the_prefix(string program, string says, string type, string prefix) => AtAsync(async site =>
    {
        HideRealBatchSystems(site);
        site.AddProgram(program, $"echo '{says}'");

        string[] lines = await EchoAsync(
            site,
            $"batch: {{type: {type}, bank: mybank, queue: pdebug, walltime: 10:00:00}}\n"
            + "merlin: {resources: {workers: {w: {nodes: $(WORKER_NODES)}, v: {steps: [step_1], batch: {type: local}}}}}");

        Assert.StartsWith(prefix, lines[0], StringComparison.Ordinal);
        Assert.StartsWith("merlin worker -n v.%%h ", lines[1], StringComparison.Ordinal);
    });

    [Fact]
    public Task Pbs_as_type_is_refused_in_words() => AtAsync(async site =>
    {
        HideRealBatchSystems(site);
        site.AddProgram("qsub", "echo pbs_version = 19");
        string spec = site.Write("spec.yaml", FourSteps + "batch: {type: pbs}\n");

        CommandResult result = await site.MerlinAsync("run-workers", spec, "--echo");

        Assert.Contains("batch.type 'pbs' cannot start workers", result.Ended(1).Error, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("broker: {name: rabbitmq, server: example.org, password: p}\n", "[merlin]_step_1_queue")]
    [InlineData("celery: {queue_tag: mine_}\nbroker: {address: 'ipc:///nowhere/s'}\n", "mine_step_1_queue")]
    public Task A_configuration_gives_the_tag_and_need_not_lead_to_a_broker(string configuration, string queue) => AtAsync(async site =>
    {
        site.Write("app.yaml", configuration);

        Assert.Contains(queue, Assert.Single(await EchoAsync(site, "", "--steps", "step_1")), StringComparison.Ordinal);
    });

    [Fact]
    public Task A_worker_of_another_machine_is_left_out() => AtAsync(async site => Assert.Equal(
        ["merlin worker -n here.%%h -l INFO -Q '[merlin]_step_1_queue'"],
        await EchoAsync(site, $$"""
            merlin:
              resources:
                workers:
                  there: {steps: [all], machines: [no-such-host]}
                  here: {steps: [step_1], machines: [no-such-host, "{{Environment.MachineName}}"]}
            """)));

    private static void HideRealBatchSystems(Site site)
    {
        foreach (string program in (string[])["flux", "qsub", "jsrun", "sbatch"])
        {
            site.AddProgram(program, "exit 1");
        }
    }

    private static async Task<string[]> EchoAsync(Site site, string rest, params IEnumerable<string> options)
    {
        string spec = site.Write("spec.yaml", FourSteps + rest + "\n");
        CommandResult result = (await site.MerlinAsync(["run-workers", spec, "--echo", .. options])).Ended(0);
        Assert.EndsWith("\n\n", result.Out, StringComparison.Ordinal);
        return result.Out.TrimEnd('\n').Split('\n');
    }
}

using Merlin.Workflow.Spec;
using Merlin.Workflow.Variables;

namespace Merlin.Workflow.Tests.Spec;

public sealed class DefaultsTests : IDisposable
{
    private const string Head = "description: {name: n, description: d}\n";
    private readonly SpecDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    private StudySpec Read(string text) => SpecExpander.Reopen(_directory.Load(Head + text), "/w/n_20260102-030405").Spec;

    private StudySpec Expand(string text) => SpecExpander.Expand(
        _directory.Load(Head + text),
        new ExpansionContext
        {
            CurrentDirectory = "/w",
            Timestamp = "20260102-030405",
            Environment = new Dictionary<string, string>(),
            HomeDirectory = "/home/u",
        }).Spec;

    private static string Steps(params string[] names) =>
        "study:\n" + string.Concat(names.Select(name => $"- {{name: {name}, description: d, run: {{cmd: echo}}}}\n"));

    [Fact]
    public void What_is_left_out_has_its_default()
    {
        StudySpec spec = Read(Steps("s") + "batch: {shell: /bin/zsh}\n");

        StepSpec step = Assert.Single(spec.Steps);
        Assert.Equal(("merlin", "/bin/zsh", 30, "local"), (step.TaskQueue, step.Shell, step.MaxRetries, step.BatchType));
        Assert.Null(step.RetryDelaySeconds);
        Assert.Null(step.TimeoutSeconds);
        Assert.Null(step.Nodes);
        Assert.Equal(("celery", false), (spec.Resources.TaskServer, spec.Resources.Overlap));
        WorkerSpec worker = Assert.Single(spec.Resources.Workers);
        Assert.Equal("default_worker", worker.Name);
        Assert.Equal(["all"], worker.Steps);
        Assert.Null(worker.Batch);
        Assert.Null(spec.Samples);
    }

    [Fact]
    public void Step_keys_are_read()
    {
        StepSpec step = Read(
            "study:\n- name: s\n  description: d\n  run: {cmd: x, restart: y, nodes: 2, procs: 8, cores per task: 3, gpus: 1, gpus per task: 4, walltime: '30:00', "
            + "batch: {type: flux}, slurm: a, lsf: b, flux: c, bind: rs, num resource set: 5, launch_distribution: packed, exit_on_error: 0, retry_delay: 10, timeout: '1:30', max_retries: 2}\n").Steps[0];

        Assert.Equal((2, 8, 3, 1, 4), (step.Nodes, step.Procs, step.CoresPerTask, step.Gpus, step.GpusPerTask));
        Assert.Equal(("30:00", "flux", "a", "b", "c"), (step.Walltime, step.BatchType, step.SlurmOptions, step.LsfOptions, step.FluxOptions));
        Assert.Equal(("rs", 5, "packed", 0), (step.Bind, step.ResourceSets, step.LaunchDistribution, step.ExitOnError));
        Assert.Equal((10, 90.0, 2), (step.RetryDelaySeconds, step.TimeoutSeconds, step.MaxRetries));
        Assert.True(step.HasOwnBatchType);
    }

    [Fact]
    public void Steps_that_no_worker_lists_go_to_a_default_worker()
    {
        StudySpec spec = Read(Steps("a", "b", "c") + "merlin: {resources: {workers: {w: {steps: [b]}}}}\n");

        Assert.Equal(["w:b", "default_worker:a,c"], spec.Resources.Workers.Select(worker => $"{worker.Name}:{string.Join(',', worker.Steps)}"));
    }

    [Theory]
    [InlineData("{w: {steps: [all]}}")]
    [InlineData("{w: {steps: [a]}, v: }")]
    [InlineData("{w: {steps: []}}")]
    [InlineData("{w: {steps: [a, b]}}")]
    public void Otherwise_no_worker_is_added(string workers) =>
        Assert.DoesNotContain(Read(Steps("a", "b") + $"merlin: {{resources: {{workers: {workers}}}}}\n").Resources.Workers, worker => worker.Name == "default_worker");

    [Fact]
    public void Worker_block_is_read()
    {
        WorkerSpec worker = Read(Steps("a") + "merlin: {resources: {workers: {w: {args: -l INFO, nodes: 4, batch: {type: flux, flux_exec_workers: false}, machines: [x]}}}}\n").Resources.Workers[0];

        Assert.Equal(("-l INFO", "4", "flux"), (worker.Arguments, worker.Nodes, worker.Batch!.Type));
        Assert.False(worker.Batch.FluxExecWorkers);
        Assert.Equal(["x"], worker.Machines);
    }

    [Fact]
    public void Shape_of_instances_is_read()
    {
        IReadOnlyList<WorkerSpec> workers = Expand(
            Steps("a") + "env: {variables: {N: 3}}\nmerlin: {resources: {workers: {w: {instance: {nodes: $(N), levels: 2}}, v: {instance: {cores: 4, levels: auto}}, u: }}}\n").Resources.Workers;

        Assert.Equal(
            [new InstanceSpec(3, null, 2), new InstanceSpec(null, 4, null), InstanceSpec.Default],
            workers.Select(static worker => worker.Instance));
    }

    [Fact]
    public void A_variable_does_not_put_anything_into_the_shape_of_instances()
    {
        SpecException refusal = Assert.Throws<SpecException>(() => Expand(
            Steps("a") + "env: {variables: {N: few, L: 4, C: 2}}\nmerlin: {resources: {workers: {w: {instance: {nodes: $(N), levels: $(L)}}, v: {instance: {nodes: $(C), cores: 1}}}}}\n"));

        Assert.Equal(
            ["merlin.resources.workers.w.instance.nodes", "merlin.resources.workers.w.instance.levels", "merlin.resources.workers.v.instance.cores"],
            refusal.Problems.Select(static problem => problem.Key));
    }

    [Theory]
    [InlineData("nodes: 6, procs: 3, cores per task: 2, gpus: 1", "MERLIN_GPUS=1\nMERLIN_CORES=2\nMERLIN_PROCS=3\nMERLIN_NODES=6\n$(VLAUNCHER) app")]
    [InlineData("gpus: 0", "MERLIN_GPUS=0\nMERLIN_CORES=1\nMERLIN_PROCS=1\nMERLIN_NODES=1\n$(VLAUNCHER) app")]
    [InlineData("shell: /bin/csh", "set MERLIN_GPUS=0\nset MERLIN_CORES=1\nset MERLIN_PROCS=1\nset MERLIN_NODES=1\n$(VLAUNCHER) app")]
    public void Vlauncher_gets_its_variables(string keys, string cmd) =>
        Assert.Equal(cmd, Read($"study: [{{name: s, description: d, run: {{cmd: $(VLAUNCHER) app, {keys}}}}}]\n").Steps[0].Cmd);

    [Fact]
    public void Vlauncher_variables_that_cmd_assigns_stay()
    {
        StepSpec step = Read("study: [{name: s, description: d, run: {cmd: \"MERLIN_NODES=6\\nMERLIN_PROCS=3\\n#MERLIN_GPUS=3\\nMERLIN_CORES=2\\n$(VLAUNCHER) app\\n\"}}]\n").Steps[0];

        Assert.Equal("MERLIN_GPUS=0\nMERLIN_NODES=6\nMERLIN_PROCS=3\n#MERLIN_GPUS=3\nMERLIN_CORES=2\n$(VLAUNCHER) app\n", step.Cmd);
    }

    [Theory]
    [InlineData("10:00:00", "10:00:00")]
    [InlineData("36000", "10:00:00")]
    [InlineData("'1:00'", "1:00")]
    public void Batch_walltime_keeps_its_clock_form(string written, string read) =>
        Assert.Equal(read, Read(Steps("s") + $"batch: {{walltime: {written}}}\n").Batch.Walltime);
}

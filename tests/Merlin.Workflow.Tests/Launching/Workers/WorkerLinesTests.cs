using Merlin.Workflow.Launching.Workers;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Yaml;

namespace Merlin.Workflow.Tests.Launching.Workers;

/// <summary>The lines that start workers, against the text that other Merlins write.</summary>
public sealed class WorkerLinesTests
{
    private const string Worker = "merlin worker -n w.%%h -l INFO -Q '[merlin]_q1,[merlin]_q2'";

    private static readonly BatchSpec Bank = new()
    {
        Type = "slurm",
        Bank = "mybank",
        Queue = "pdebug",
        Walltime = "01:30:00",
    };

    [Fact]
    public void A_local_worker_starts_as_it_is_with_its_own_options()
    {
        WorkerSpec worker = new() { Name = "wa", Arguments = "-l INFO --concurrency 2" };

        Assert.Equal(
            "merlin worker -l INFO --concurrency 2 -n wa.%%h -Q '[merlin]_q1,[merlin]_q2'",
            Line(new BatchSpec(), BatchScheduler.Slurm, worker));
    }

    [Theory]
    [InlineData("slurm", BatchScheduler.Slurm, "srun -N 2 -n 2 -A mybank -p pdebug -t 01:30:00 ")]
    [InlineData("slurm", BatchScheduler.None, "srun -N 2 -n 2 -A mybank -p pdebug -t 01:30:00 ")]
    [InlineData("slurm", BatchScheduler.Pbs, "qsub -l nodes=2 -A mybank -q pdebug -l walltime=01:30:00 -- ")]
    [InlineData("slurm", BatchScheduler.Lsf, "jsrun -a 1 -c ALL_CPUS -g ALL_GPUS --bind=none -n 2 ")]
    [InlineData(
        "slurm",
        BatchScheduler.Flux,
        "flux alloc -o pty -N 2 --exclusive --job-name=merlin --setattr=system.bank=mybank --setattr=system.queue=pdebug -t 5400.0s ")]
    [InlineData("lsf", BatchScheduler.Slurm, "")]
    public void The_scheduler_of_the_machine_makes_the_prefix(string type, BatchScheduler scheduler, string prefix) =>
        Assert.Equal(prefix + Worker, Line(Bank with { Type = type }, scheduler));

    [Theory]
    [InlineData(
        BatchScheduler.Flux,
        "flux alloc -o pty -N 2 --exclusive --job-name=merlin --setattr=system.bank=mybank --setattr=system.queue=pdebug -t 5400.0s flux exec `which /bin/bash` -c \"{0}\"")]
    [InlineData(
        BatchScheduler.Pbs,
        "qsub -l nodes=2 -A mybank -q pdebug -l walltime=01:30:00 -- flux start  flux exec `which /bin/bash` -c \"{0}\"")]
    [InlineData(BatchScheduler.Slurm, "srun -N 2 -n 2 -A mybank -p pdebug -t 01:30:00 flux start  flux exec `which /bin/bash` -c \"{0}\"")]
    [InlineData(BatchScheduler.None, "flux exec `which /bin/bash` -c \"{0}\"")]
    public void Type_flux_starts_workers_through_flux(BatchScheduler scheduler, string expected) =>
        Assert.Equal(
            expected.Replace("{0}", Worker, StringComparison.Ordinal), Line(Bank with { Type = "flux" }, scheduler));

    [Fact]
    public void Flux_is_called_as_the_batch_block_says()
    {
        BatchSpec batch = new()
        {
            Type = "flux",
            FluxPath = "/opt/flux/bin",
            FluxStartOptions = "-o,-v",
            FluxExec = "flux exec -r 0",
            Shell = "/bin/zsh",
        };

        Assert.Equal(
            $"/opt/flux/bin/flux alloc -o pty -N 2 --exclusive --job-name=merlin flux exec -r 0 `which /bin/zsh` -c \"{Worker}\"",
            Line(batch, BatchScheduler.Flux));
        Assert.Equal(
            $"srun -N 2 -n 2 /opt/flux/bin/flux start -o,-v flux exec -r 0 `which /bin/zsh` -c \"{Worker}\"",
            Line(batch, BatchScheduler.Slurm));
        Assert.Equal(
            $"`which /bin/zsh` -c \"{Worker}\"",
            Line(batch with { FluxExecWorkers = false }, BatchScheduler.None));
    }

    [Fact]
    public void Launch_words_of_the_spec_stand_around_the_prefix()
    {
        BatchSpec batch = new() { Type = "slurm", LaunchPre = "numactl -i all", LaunchArgs = "--mpibind=off" };

        Assert.Equal($"numactl -i all srun -N 2 -n 2 --mpibind=off {Worker}", Line(batch, BatchScheduler.Slurm));
        Assert.Equal(
            $"numactl -i all mpirun -np 4 --mpibind=off {Worker}",
            Line(batch with { WorkerLaunch = "mpirun -np 4" }, BatchScheduler.Slurm));
    }

    [Fact]
    public void Nodes_come_from_the_worker_then_the_batch_block_then_the_allocation()
    {
        WorkerSpec worker = new() { Name = "w", Nodes = "4" };

        Assert.StartsWith("srun -N 4 -n 4 ", Line(Bank with { Nodes = "3" }, BatchScheduler.Slurm, worker), StringComparison.Ordinal);
        Assert.StartsWith("srun -N 3 -n 3 ", Line(Bank with { Nodes = "3" }, BatchScheduler.Slurm), StringComparison.Ordinal);
        Assert.StartsWith("srun -N 2 -n 2 ", Line(Bank with { Nodes = "all" }, BatchScheduler.Slurm), StringComparison.Ordinal);
    }

    [Fact]
    public void A_batch_block_of_the_worker_replaces_that_of_the_spec()
    {
        WorkerSpec worker = new() { Name = "w", Batch = new BatchSpec { Type = "local" } };

        Assert.Equal(Worker, Line(Bank, BatchScheduler.Slurm, worker));
    }

    [Fact]
    public void Pbs_by_itself_is_refused_with_the_way_out()
    {
        WorkerLaunchException refusal = Assert.Throws<WorkerLaunchException>(
            () => Line(Bank with { Type = "pbs" }, BatchScheduler.Pbs));

        Assert.Contains("batch.type 'flux'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_older_flux_is_called_by_its_older_word()
    {
        LaunchMachine machine = new(BatchScheduler.Flux, new Version(0, 29), 1);

        Assert.StartsWith(
            "flux mini alloc -o pty -N 1 ", WorkerLines.Write(Spec(Bank, new WorkerSpec { Name = "w" }), Inputs(machine))[0].Command,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_queues_of_the_steps_asked_for_are_served()
    {
        StudySpec spec = Spec(
            new BatchSpec(), new WorkerSpec { Name = "all" }, new WorkerSpec { Name = "two", Steps = ["two"] });

        IReadOnlyList<WorkerLine> lines = WorkerLines.Write(spec, Inputs(Here) with { Steps = ["one"] });

        Assert.Equal(["[merlin]_q1"], Assert.Single(lines).Queues);
        Assert.Equal("all", lines[0].Name);
    }

    [Fact]
    public void Overlapping_workers_bear_the_time_in_their_names()
    {
        StudySpec spec = Spec(new BatchSpec(), new WorkerSpec { Name = "w" });
        spec = spec with { Resources = spec.Resources with { Overlap = true } };

        Assert.Contains(
            "-n w20260102-030405.%%h ", WorkerLines.Write(spec, Inputs(Here))[0].Command, StringComparison.Ordinal);
    }

    [Fact]
    public void Variables_of_the_environment_are_filled_in()
    {
        WorkerSpec worker = new() { Name = "w", Arguments = "--concurrency $SLOTS ${UNKNOWN}" };

        Assert.StartsWith(
            "merlin worker --concurrency 8 ${UNKNOWN} -n ", Line(new BatchSpec(), BatchScheduler.None, worker), StringComparison.Ordinal);
    }

    private static readonly LaunchMachine Here = new(BatchScheduler.None, null, 1);

    private static string Line(BatchSpec batch, BatchScheduler scheduler, WorkerSpec? worker = null)
    {
        StudySpec spec = Spec(batch, worker ?? new WorkerSpec { Name = "w" });
        return Assert.Single(WorkerLines.Write(spec, Inputs(new LaunchMachine(scheduler, new Version(0, 75), 2)))).Command;
    }

    private static WorkerLineInputs Inputs(LaunchMachine machine) => new()
    {
        Machine = machine,
        QueueName = static queue => "[merlin]_" + queue,
        LogLevel = "INFO",
        Timestamp = "20260102-030405",
        Environment = new Dictionary<string, string> { ["SLOTS"] = "8" },
    };

    private static StudySpec Spec(BatchSpec batch, params WorkerSpec[] workers) => new()
    {
        File = "spec.yaml",
        Name = "study",
        Description = "d",
        Batch = batch,
        Env = new EnvSpec(),
        Steps = [Step("one", "q1"), Step("two", "q2"), Step("three", "q1")],
        Resources = new ResourcesSpec("celery", Overlap: false, workers),
        Tree = YamlMapping.Empty,
    };

    private static StepSpec Step(string name, string queue) =>
        new() { Name = name, Description = "d", Cmd = "true", Node = YamlMapping.Empty, TaskQueue = queue };
}

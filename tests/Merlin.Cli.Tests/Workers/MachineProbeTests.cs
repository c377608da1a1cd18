using Merlin.Cli.Workers;
using Merlin.Workflow.Launching.Workers;

namespace Merlin.Cli.Tests.Workers;

/// <summary>What a machine is, by what its programs and its environment say.</summary>
public sealed class MachineProbeTests
{
    private readonly Dictionary<string, string> _programs = [];
    private readonly Dictionary<string, string> _variables = [];

    [Fact]
    public void The_first_that_answers_is_the_scheduler()
    {
        Assert.Equal(BatchScheduler.None, Find().Scheduler);
        _programs["sbatch --help"] = "Usage: sbatch";
        Assert.Equal(BatchScheduler.Slurm, Find().Scheduler);
        _programs["jsrun --help"] = "jsrun: usage";
        Assert.Equal(BatchScheduler.Lsf, Find().Scheduler);
        _programs["qsub --version"] = "pbs_version = 19";
        Assert.Equal(BatchScheduler.Pbs, Find().Scheduler);
        _programs["flux resource info"] = "4 Nodes, 64 Cores";
        Assert.Equal(BatchScheduler.Flux, Find().Scheduler);
    }

    [Fact]
    public void A_program_that_says_something_else_is_no_scheduler()
    {
        _programs["flux resource info"] = "flux-resource: ERROR";
        _programs["qsub --version"] = "GE 6.2";

        Assert.Equal(BatchScheduler.None, Find().Scheduler);
    }

    [Theory]
    [InlineData("toss_3_x86_64_ib", BatchScheduler.Slurm)]
    [InlineData("blueos_3_ppc64le_ib", BatchScheduler.Lsf)]
    [InlineData("toss_4", BatchScheduler.None)]
    public void Where_none_answers_the_kind_of_system_tells(string system, BatchScheduler scheduler)
    {
        _variables["SYS_TYPE"] = system;

        Assert.Equal(scheduler, Find().Scheduler);
    }

    [Fact]
    public void Nodes_are_counted_by_the_first_that_knows()
    {
        Assert.Equal(1, Find().Nodes);
        _variables["LSB_MCPU_HOSTS"] = "batch 1 n1 40 n2 40 n3 40";
        Assert.Equal(3, Find().Nodes);
        _variables["LSB_HOSTS"] = "batch n1 n1 n2 n2";
        Assert.Equal(2, Find().Nodes);
        _variables["SLURM_JOB_NUM_NODES"] = "7";
        Assert.Equal(7, Find().Nodes);
        _programs["flux getattr size"] = "5\n";
        Assert.Equal(5, Find().Nodes);
    }

    [Fact]
    public void Flux_is_asked_where_the_spec_has_it()
    {
        _programs["/opt/flux/bin/flux resource info"] = "1 Nodes";
        _programs["/opt/flux/bin/flux version"] = "commands: 0.61.2\nlibflux-core: 0.61.2\n";

        Assert.Equal(new LaunchMachine(BatchScheduler.Flux, new Version(0, 61, 2), 1), Find("/opt/flux/bin"));
        Assert.Equal(new LaunchMachine(BatchScheduler.None, FluxVersion: null, 1), Find());
    }

    private LaunchMachine Find(string? fluxPath = null) => new MachineProbe(
        name => _variables.GetValueOrDefault(name),
        (program, arguments) => _programs.TryGetValue($"{program} {string.Join(' ', arguments)}", out string? output) ? (0, output) : (127, ""))
        .Find(fluxPath);
}

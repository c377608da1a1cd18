using Merlin.Workflow.Launching;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;
using Merlin.Workflow.Tests.Expansion;

namespace Merlin.Workflow.Tests.Launching;

public sealed class LauncherTests
{
    private static readonly (string Key, string Value)[] Full =
    [
        ("nodes", "2"), ("procs", "8"), ("cores per task", "3"), ("gpus per task", "1"), ("walltime", "30:00"),
        ("slurm", "--opt a=b"), ("flux", "--opt a=b"), ("lsf", "--opt a=b"),
    ];

    [Theory]
    [InlineData("slurm", "srun -n 8 -N 2 -t 00:30:00 -c 3  --opt a=b app\n")]
    [InlineData("lsf-srun", "srun -n 8 -N 2 -t 00:30:00 -c 3 app\n")]
    [InlineData("flux", "flux run -n 8 -N 2  --opt a=b -c 3 -g 1 -t 1800.0s app\n")]
    [InlineData("lsf", "jsrun --np 8 --nrs 2 -b rs -d plane:4 -X 1 -c 3 -g 1  --opt a=b app\n")]
    public void Every_type_writes_the_text_users_know(string type, string expected)
    {
        (string Key, string Value)[] run = type == "lsf-srun" ? [.. Full.Where(r => r.Key != "slurm")] : Full;

        StudyPlan plan = Plan(type, "$(LAUNCHER) app", [.. run, ("restart", "$(LAUNCHER) again")]);

        Assert.Equal(expected, plan.Body("s"));
        Assert.Equal(expected.Replace("app", "again", StringComparison.Ordinal), plan.Body("s", restart: true));
        Assert.Equal(".slurm.sh", plan.Nodes[0].ScriptExtension);
        Assert.Null(plan.Nodes[0].Defect);
    }

    [Theory]
    [InlineData("flux", FluxLauncher.Auto, "0.88.0", "merlin-launch -n 8 -N 2  --opt a=b -c 3 -g 1 -t 1800.0s app\n")]
    [InlineData("flux", FluxLauncher.Auto, null, "merlin-launch -n 8 -N 2  --opt a=b -c 3 -g 1 -t 1800.0s app\n")]
    [InlineData("flux", FluxLauncher.Auto, "0.40.0", "flux mini run -n 8 -N 2  --opt a=b -c 3 -g 1 -t 1800.0s app\n")]
    [InlineData("flux", FluxLauncher.FluxRun, "0.88.0", "flux run -n 8 -N 2  --opt a=b -c 3 -g 1 -t 1800.0s app\n")]
    [InlineData("slurm", FluxLauncher.Auto, null, "srun -n 8 -N 2 -t 00:30:00 -c 3  --opt a=b app\n")]
    public void Where_tasks_find_merlin_launch_it_takes_the_place_of_flux_run(
        string type, FluxLauncher launcher, string? version, string expected)
    {
        StudyPlan plan = new StudyUnderTest
        {
            Batch = new BatchSpec { Type = type, Launcher = launcher },
            FluxVersion = version is null ? null : Version.Parse(version),
            HasMerlinLaunch = true,
        }.Step("s", "$(LAUNCHER) app", [], Full).Plan();

        Assert.Equal(expected, plan.Body("s"));
        Assert.True(plan.Nodes[0].UsesLauncher);
    }

    [Fact]
    public void The_local_type_leaves_the_token_in_a_plain_script()
    {
        StudyPlan plan = Plan("local", "$(LAUNCHER) app; $(VLAUNCHER) app", Full);

        Assert.Equal("$(LAUNCHER) app; $(VLAUNCHER) app\n", plan.Body("s"));
        Assert.Equal(".sh", plan.Nodes[0].ScriptExtension);
    }

    [Fact]
    public void Without_nodes_and_procs_the_token_stays()
    {
        Assert.Equal("$(LAUNCHER) app\n", Plan("slurm", "$(LAUNCHER) app", [("cores per task", "3")]).Body("s"));
    }

    [Fact]
    public void A_batch_type_of_the_step_goes_before_that_of_the_spec()
    {
        StudyPlan plan = new StudyUnderTest { Batch = new BatchSpec { Type = "pbs" } }
            .Step("s", "$(LAUNCHER) app", [], [("procs", "1"), ("nodes", "1")]).Plan();

        Assert.Contains("'pbs'", plan.Nodes[0].Defect, StringComparison.Ordinal);
        Assert.Contains("step 's'", plan.Nodes[0].Defect, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slurm", "srun -N 4 app\n")]
    [InlineData("flux", "flux run -N 4 app\n")]
    [InlineData("lsf", "jsrun --nrs 4 -b rs -X 1 app\n")]
    public void Without_procs_no_empty_option_is_written(string type, string expected) =>
        Assert.Equal(expected, Plan(type, "$(LAUNCHER) app", [("nodes", "4")]).Body("s"));

    [Fact]
    public void Options_of_jsrun_are_those_of_the_step() => Assert.Equal(
        "jsrun --np 4 --nrs 3 -b none -d packed -X 0 app\n",
        Plan(
            "lsf",
            "$(LAUNCHER) app",
            [("procs", "4"), ("bind", "none"), ("launch_distribution", "packed"), ("exit_on_error", "0"), ("num resource set", "3")])
            .Body("s"));

    [Theory]
    [InlineData("90", "srun -n 1 -t 00:01:30 x\n")]
    [InlineData("10:00:00", "srun -n 1 -t 10:00:00 x\n")]
    [InlineData("2d:00h:00m:00s", "srun -n 1 -t 48:00:00 x\n")]
    [InlineData("150:00:00", "srun -n 1 -t 150:00:00 x\n")]
    public void Walltimes_of_all_forms_are_written_as_hours(string walltime, string expected) =>
        Assert.Equal(expected, Plan("slurm", "$(LAUNCHER) x", [("procs", "1"), ("walltime", walltime)]).Body("s"));

    [Fact]
    public void A_walltime_that_is_none_makes_the_step_raise() => Assert.Contains(
        "'soon'",
        Plan("slurm", "$(LAUNCHER) x", [("procs", "1"), ("walltime", "soon")]).Nodes[0].Defect,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "flux run -n 1 -t 60.0s x\n")]
    [InlineData("0.48.0", "flux run -n 1 -t 60.0s x\n")]
    [InlineData("0.47.0", "flux mini run -n 1 -t 60.0s x\n")]
    [InlineData("0.12.1", "flux wreckrun -n 1 -T 60.0s x\n")]
    public void The_version_of_flux_names_its_launcher(string? version, string expected)
    {
        StudyPlan plan = new StudyUnderTest
        {
            Batch = new BatchSpec { Type = "flux" },
            FluxVersion = version is null ? null : Version.Parse(version),
        }.Step("s", "$(LAUNCHER) x", [], [("procs", "1"), ("walltime", "60")]).Plan();

        Assert.Equal(expected, plan.Body("s"));
    }

    [Fact]
    public void Bracket_forms_take_a_part_of_the_steps_resources() => Assert.Equal(
        "flux run -n 4 -N 1 -c 2 a\nflux run -n 3 -N 1 -c 2 b\nflux run -n 1 -c 2 c\n$(LAUNCHER) d\n",
        Plan("flux", "$(LAUNCHER)[1n, 4p] a\n$(LAUNCHER)[1,3] b\n$(LAUNCHER)[1p] c\n$(LAUNCHER) d", Bracket).Body("s"));

    [Theory]
    [InlineData("$(LAUNCHER)[1n, 4p] a\n$(LAUNCHER)[1,3] b\n$(LAUNCHER)[3p] c", "10 processes")]
    [InlineData("$(LAUNCHER)[9p] a", "9 processes")]
    [InlineData("$(LAUNCHER)[3n, 1p] a", "3 nodes")]
    [InlineData("$(LAUNCHER)[1n] a", "[1n]")]
    [InlineData("$(LAUNCHER)[$(X)p] a", "cannot come from samples")]
    [InlineData("$(LAUNCHER)[1p\n]", "no closing bracket")]
    [InlineData("$(LAUNCHER)[99999999999p]", "more than any machine")]
    public void A_bracket_form_that_does_not_fit_makes_the_step_raise(string cmd, string expected)
    {
        StudyPlan plan = Plan("flux", cmd, Bracket);

        Assert.Contains(expected, plan.Nodes[0].Defect, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slurm", "srun -n ${MERLIN_PROCS} -N ${MERLIN_NODES} -c ${MERLIN_CORES} app")]
    [InlineData("lsf", "jsrun --np ${MERLIN_PROCS} --nrs ${MERLIN_NODES} -b rs -X 1 -c ${MERLIN_CORES} app")]
    [InlineData("flux", "flux run -n ${MERLIN_PROCS} -N ${MERLIN_NODES} -c ${MERLIN_CORES} -g ${MERLIN_GPUS} app")]
    public void The_variable_launcher_takes_shell_variables(string type, string expected)
    {
        const string Assignments = "MERLIN_GPUS=1\nMERLIN_CORES=2\nMERLIN_PROCS=3\nMERLIN_NODES=6\n";

        StudyPlan plan = Plan(type, Assignments + "$(VLAUNCHER) app", [("restart", "$(VLAUNCHER) app")]);

        Assert.Equal($"{Assignments}{expected}\n", plan.Body("s"));
        Assert.Equal("$(VLAUNCHER) app\n", plan.Body("s", restart: true));
    }

    [Theory]
    [InlineData("MERLIN_GPUS=0", false)]
    [InlineData("# MERLIN_GPUS=2\nMERLIN_GPUS=0", false)]
    [InlineData("set MERLIN_GPUS=2", true)]
    [InlineData("MERLIN_GPUS=0\nMERLIN_GPUS=$N", true)]
    public void Flux_gets_gpus_only_where_there_are_some(string assignment, bool expected)
    {
        StudyPlan plan = Plan("flux", $"{assignment}\n$(VLAUNCHER) app", []);

        Assert.Equal(expected, plan.Body("s").Contains("-g ${MERLIN_GPUS}", StringComparison.Ordinal));
    }

    private static (string Key, string Value)[] Bracket => [("nodes", "2"), ("procs", "8"), ("cores per task", "2")];

    private static StudyPlan Plan(string type, string cmd, (string Key, string Value)[] run) =>
        new StudyUnderTest { Batch = new BatchSpec { Type = type }, Samples = StudyUnderTest.SamplesOf(2, 25, "X") }
            .Step("s", cmd, [], run).Plan();
}

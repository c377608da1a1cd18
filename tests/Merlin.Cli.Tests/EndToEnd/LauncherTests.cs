using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>The launcher texts in scripts.</summary>
public sealed class LauncherTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private static readonly string[] Dry = ["--dry", "--no-errors"];

    [Theory]
    [InlineData("slurm", "srun -n 8 -N 2", "-t 00:30:00", "-c 3")]
    [InlineData("flux", "flux run -n 8 -N 2", "-c 3", "-t 1800.0s")]
    [InlineData("lsf", "jsrun --np 8 --nrs 2 -b rs -d plane:4 -X 1", "-c 3")]
    public Task A_launcher_is_written_for_the_batch_type(string type, string start, params string[] options) =>
        AtAsync(async site =>
        {
            StudyWorkspace workspace = await site.RunAsync(
                $$"""
                description: {name: launch, description: d}
                batch:
                    type: {{type}}
                study:
                    - name: par
                      description: d
                      run:
                        cmd: $(LAUNCHER) app
                        restart: $(LAUNCHER) app again
                        nodes: 2
                        procs: 8
                        cores per task: 3
                        walltime: "30:00"
                    - {name: bare, description: d, run: {cmd: $(LAUNCHER) app} }
                    - {name: here, description: d, run: {cmd: $(LAUNCHER) app, nodes: 2, procs: 8, batch: {type: local} } }
                """,
                options: Dry);

            Assert.Equal("par.restart.slurm.sh par.slurm.sh", workspace.List("par"));
            foreach ((string script, string application) in (
                (string, string)[])[("par.slurm.sh", "app"), ("par.restart.slurm.sh", "app again")])
            {
                string line = workspace.Text($"par/{script}").Split('\n')[2];
                Assert.StartsWith(start, line, StringComparison.Ordinal);
                Assert.EndsWith($" {application}", line, StringComparison.Ordinal);
                Assert.All(options, option => Assert.Contains($" {option}", line));
            }

            Assert.Equal("#!/bin/bash\n\n$(LAUNCHER) app\n", workspace.Text("bare/bare.slurm.sh"));
            Assert.Equal("here.sh", workspace.List("here"));
            Assert.Equal("#!/bin/bash\n\n$(LAUNCHER) app\n", workspace.Text("here/here.sh"));
        });

    [Theory]
    [InlineData("0.50.0", "flux run -n 4 app")]
    [InlineData("0.26.0", "flux mini run -n 4 app")]
    [InlineData("0.11.3", "flux wreckrun -n 4 app")]
    public Task The_flux_command_follows_the_version_of_flux(string version, string line) => AtAsync(async site =>
    {
        site.AddProgram("flux", $"echo 'commands:    \t\t{version}'; echo 'libflux-core:\t\t{version}'");

        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: launch, description: d}
            batch: {type: flux}
            study: [{name: par, description: d, run: {cmd: $(LAUNCHER) app, procs: 4}}]
            """,
            options: ["--dry"]);

        Assert.Equal(line, workspace.Text("par/par.slurm.sh").Split('\n')[2]);
    });

    [Fact]
    public Task Without_flux_a_study_for_flux_is_refused_unless_told_otherwise() => AtAsync(async site =>
    {
        site.Environment["PATH"] = site.Home;
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: launch, description: d}
            batch: {type: flux}
            study: [{name: par, description: d, run: {cmd: $(LAUNCHER) app, procs: 4}}]
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", "--dry", spec)).Ended(1);

        Assert.Contains("flux", run.Error);
        Assert.Contains("--no-errors", run.Error);
        Assert.Empty(site.Workspaces());
        (await site.MerlinAsync("run", "--local", "--dry", "--no-errors", spec)).Ended(0);
    });

    [Theory]
    [InlineData(
        "cmd: \"MERLIN_NODES=6\\nMERLIN_PROCS=3\\nMERLIN_CORES=2\\n$(VLAUNCHER) app\\n\"",
        "MERLIN_GPUS=0|MERLIN_NODES=6|MERLIN_PROCS=3|MERLIN_CORES=2|<launch> app||")]
    [InlineData(
        "cmd: $(VLAUNCHER) app, nodes: 6, procs: 3, cores per task: 2, gpus: 1",
        "MERLIN_GPUS=1|MERLIN_CORES=2|MERLIN_PROCS=3|MERLIN_NODES=6|<launch> -g ${MERLIN_GPUS} app|")]
    [InlineData(
        "cmd: $(VLAUNCHER) app",
        "MERLIN_GPUS=0|MERLIN_CORES=1|MERLIN_PROCS=1|MERLIN_NODES=1|<launch> app|")]
    [InlineData(
        "cmd: $(VLAUNCHER) app, nodes: 6, shell: /bin/csh",
        "set MERLIN_GPUS=0|set MERLIN_CORES=1|set MERLIN_PROCS=1|set MERLIN_NODES=6|<launch> app|")]
    public Task A_launcher_may_take_its_numbers_from_shell_variables(string run, string expected) => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            "description: {name: launch, description: d}\n"
            + "batch: {type: flux}\n"
            + $"study: [{{name: par, description: d, run: {{{run}}}}}]\n",
            options: Dry);

        string[] lines = workspace.Text("par/par.slurm.sh").Split('\n')[2..];
        Assert.Equal(
            expected.Replace(
                "<launch>", "flux run -n ${MERLIN_PROCS} -N ${MERLIN_NODES} -c ${MERLIN_CORES}", StringComparison.Ordinal),
            string.Join('|', lines));
    });

    [Fact]
    public Task Bracket_forms_share_out_the_steps_resources() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(BracketSpec("[1p]"), options: Dry);

        Assert.Equal(
            "#!/bin/bash\n\nflux run -n 4 -N 1 -c 2 a\nflux run -n 3 -N 1 -c 2 b\nflux run -n 1 -c 2 c\n\n",
            workspace.Text("par/par.slurm.sh"));
    });

    [Fact]
    public Task Bracket_forms_that_ask_for_too_much_fail_their_step_only() => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", BracketSpec("[3p]"));

        CommandResult run = (await site.MerlinAsync("run", "--local", "--no-errors", spec)).Ended(3);

        StudyWorkspace workspace = site.Workspace();
        Assert.Equal(["other"], workspace.FinishedTasks());
        Assert.Contains("par", run.Text);
        Assert.Contains("10", run.Text);
    });

    [Fact]
    public Task An_unknown_batch_type_fails_its_steps_only() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: launch, description: d}
            study:
                - {name: odd, description: d, run: {cmd: 'echo odd', batch: {type: condor}}}
                - {name: other, description: d, run: {cmd: 'echo other'}}
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(3);

        Assert.Equal(["other"], site.Workspace().FinishedTasks());
        Assert.Contains("condor", run.Text);
    });

    private static string BracketSpec(string last) =>
        $$"""
        description: {name: launch, description: d}
        batch: {type: flux}
        study:
            - name: par
              description: d
              run:
                cmd: |
                    $(LAUNCHER)[1n, 4p] a
                    $(LAUNCHER)[1,3] b
                    $(LAUNCHER){{last}} c
                nodes: 2
                procs: 8
                cores per task: 2
            - {name: other, description: d, run: {cmd: 'echo other', batch: {type: local} } }
        """;
}

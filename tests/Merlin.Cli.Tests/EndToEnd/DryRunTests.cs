using System.Text.Json;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Scripts and directories without execution, and the execution that may follow.</summary>
public sealed class DryRunTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Theory]
    [InlineData("", "--dry")]
    [InlineData("batch: {dry_run: true}\n")]
    public Task A_dry_run_leaves_scripts_that_a_restart_executes(string batch, params string[] options) =>
        AtAsync(async site =>
        {
            site.Write("samples.csv", Specs.ThreeSamples);
            StudyWorkspace workspace = await site.RunAsync(batch + Specs.ParametersAndSamples, 0, options);

            IReadOnlyList<string> scripts = workspace.Files("*.sh");
            Assert.Equal(3 + 6 + 1, scripts.Count);
            Assert.All(scripts, script => ExpectDryTask(workspace, Path.GetDirectoryName(script)!));
            Assert.Empty(workspace.FinishedTasks());

            (await site.MerlinAsync("restart", workspace.Path, "--local")).Ended(0);

            Assert.Equal(10, site.Workspace().FinishedTasks().Count);
            Assert.Equal("1 b1 id=1 p=01 v=1 b1 n=X Y\n", workspace.Text("samp/01/samp.out"));
            Assert.Equal("FINISHED/MERLIN_SUCCESS", workspace.Outcome("samp/01"));
        });

    [Fact]
    public Task A_dry_run_writes_restart_scripts_and_generates_samples() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: dry, description: d}
            study: [{name: s, description: d, run: {cmd: 'echo $(X)', restart: 'echo again $(X)'}}]
            merlin:
                samples:
                    generate: {cmd: 'printf "1\n2\n" > $(MERLIN_INFO)/samples.csv'}
                    file: $(MERLIN_INFO)/samples.csv
                    column_labels: [X]
            """,
            options: ["--dry"]);

        Assert.Equal("s.restart.sh s.sh", workspace.List("s/00"));
        Assert.Equal("#!/bin/bash\n\necho again 2\n", workspace.Text("s/01/s.restart.sh"));
    });

    private static void ExpectDryTask(StudyWorkspace workspace, string task)
    {
        Assert.Single(workspace.List(task).Split(' '), name => name.EndsWith(".sh", StringComparison.Ordinal));
        Assert.DoesNotContain(' ', workspace.List(task));
        JsonElement status = workspace.Status(task);
        Assert.Equal("DRY_RUN/MERLIN_DRY_SUCCESS", workspace.Outcome(task));
        Assert.Equal("--:--:--", status.GetProperty("elapsed_time").GetString());
        Assert.Equal("--:--:--", status.GetProperty("run_time").GetString());
    }
}

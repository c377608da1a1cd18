using System.Text.Json.Nodes;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Restarting a study: the finished files decide what runs.</summary>
public sealed class RestartTests(ITestOutputHelper output) : EndToEndTest(output)
{
    [Fact]
    public Task A_restart_runs_what_is_not_finished() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunHierarchyAsync(site);
        string effects = Path.Combine(site.Work, "effects");
        Assert.Equal(13, (await File.ReadAllLinesAsync(effects)).Length);
        Dictionary<string, string> provenance = Provenance(workspace);
        File.Delete(workspace.In("t/0/1/2/MERLIN_FINISHED"));

        (await site.MerlinAsync("restart", workspace.Path, "--local")).Ended(0);

        string[] lines = await File.ReadAllLinesAsync(effects);
        Assert.Equal(14, lines.Length);
        Assert.Equal("t5", lines[^1]);
        Assert.Equal("t5\nt5\n", workspace.Text("t/0/1/2/t.out"));
        Assert.Equal("s5\n", workspace.Text("s/0/1/2/s.out"));
        Assert.Equal(25, site.Workspace().FinishedTasks().Count);
        Assert.Equal(provenance, Provenance(workspace));
    });

    [Fact]
    public Task A_finished_study_can_be_restarted_without_effect() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunHierarchyAsync(site);
        string effects = Path.Combine(site.Work, "effects");
        File.Delete(effects);

        (await site.MerlinAsync("restart", workspace.Path, "--local")).Ended(0);

        Assert.False(File.Exists(effects), "a finished task ran again");
        Assert.Equal(25, workspace.FinishedTasks().Count);
    });

    [Fact]
    public Task A_restart_keeps_the_counts_of_what_it_skips() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await Specs.RunHierarchyAsync(site);
        JsonNode? before = await StatusAsync(site, workspace);
        File.Delete(workspace.In("t/0/1/2/MERLIN_FINISHED"));

        (await site.MerlinAsync("restart", workspace.Path, "--local")).Ended(0);

        Assert.Equal(before?.ToJsonString(), (await StatusAsync(site, workspace))?.ToJsonString());
    });

    [Fact]
    public Task A_task_that_failed_is_tried_again() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: mend, description: d}
            study:
                - {name: a, description: d, run: {cmd: 'test -e $(SPECROOT)/mended'}}
                - {name: b, description: d, run: {cmd: 'echo b', depends: [a]}}
            """,
            exitCode: 3);
        Assert.Equal(["b"], workspace.FinishedTasks());
        site.Write("mended", "");

        (await site.MerlinAsync("restart", workspace.Path, "--local")).Ended(0);

        Assert.Equal(["a", "b"], workspace.FinishedTasks());
        Assert.Equal("b\n", workspace.Text("b/b.out"));
        Assert.Equal("FINISHED/MERLIN_SUCCESS", workspace.Outcome("a"));
    });

    [Fact]
    public Task A_directory_that_is_no_workspace_cannot_be_restarted() => AtAsync(async site =>
    {
        Directory.CreateDirectory(Path.Combine(site.Work, "empty"));
        Directory.CreateDirectory(Path.Combine(site.Work, "two", "merlin_info"));
        site.Write("two/merlin_info/a.expanded.yaml", "description: {}");
        site.Write("two/merlin_info/b.expanded.yaml", "description: {}");

        foreach (string directory in (string[])["empty", "two", "missing"])
        {
            CommandResult restart = (await site.MerlinAsync("restart", directory, "--local")).Ended(1);

            Assert.Contains(directory, restart.Error);
            Assert.DoesNotContain("   at ", restart.Error);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(site.Work, "empty")));
    });

    [Fact]
    public Task A_changed_samples_file_is_noticed() => AtAsync(async site =>
    {
        site.Write("samples.csv", "1\n2\n3\n");
        StudyWorkspace workspace = await site.RunAsync(Specs.OneSampledStep);
        File.Delete(workspace.In("s/01/MERLIN_FINISHED"));
        site.Write("samples.csv", "1\n2\n");

        CommandResult restart = await site.MerlinAsync("restart", workspace.Path, "--local");

        Assert.NotEqual(0, restart.ExitCode);
        Assert.Contains("samples.csv", restart.Error);
    });

    private static async Task<JsonNode?> StatusAsync(Site site, StudyWorkspace workspace)
    {
        CommandResult status = (await site.MerlinAsync("status", workspace.Path, "--json")).Ended(0);
        return StatusJson.Counts(status.Out);
    }

    private static Dictionary<string, string> Provenance(StudyWorkspace workspace) =>
        Directory.EnumerateFiles(workspace.Info, "*.yaml")
            .ToDictionary(file => file, file => $"{File.GetLastWriteTimeUtc(file):O} {File.ReadAllText(file)}");
}

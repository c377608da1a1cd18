using System.Text.Json.Nodes;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>What the smallest spec leaves behind: scripts, outputs, provenance.</summary>
public sealed class MinimumStudyTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private const string Spec =
        """
        description: {name: minimum_format, description: d}
        study: [{name: step1, description: d, run: {cmd: echo "test"}}]

        """;

    [Fact]
    public Task A_minimum_spec_runs_in_a_workspace_of_the_current_directory() => AtAsync(async site =>
    {
        site.Write("f.yaml", Spec);

        CommandResult run = (await site.MerlinAsync("run", "--local", "f.yaml")).Ended(0);

        StudyWorkspace workspace = site.Workspace();
        Assert.Matches(@"^minimum_format_\d{8}-\d{6}$", Path.GetFileName(workspace.Path));
        Assert.Contains($"Study workspace is '{workspace.Path}'", run.Text);
        Assert.Equal("merlin_info step1", workspace.List("."));
        Assert.Equal("MERLIN_FINISHED step1.err step1.out step1.sh", workspace.List("step1"));
        Assert.Equal("#!/bin/bash\n\necho \"test\"\n", workspace.Text("step1/step1.sh"));
        Assert.Equal("test\n", workspace.Text("step1/step1.out"));
        Assert.Equal("", workspace.Text("step1/step1.err"));
        Assert.Equal("", workspace.Text("step1/MERLIN_FINISHED"));
        Assert.Equal(".state f.expanded.yaml f.orig.yaml f.partial.yaml", workspace.List("merlin_info"));
        Assert.Equal(Spec, workspace.Text("merlin_info/f.orig.yaml"));
        Assert.Matches("WARNING.*merlin", run.Error);
    });

    [Fact]
    public Task The_script_may_be_run_by_its_owner() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(Spec);

        UnixFileMode mode = File.GetUnixFileMode(workspace.In("step1/step1.sh"));

        Assert.True(mode.HasFlag(UnixFileMode.UserExecute), $"the script's mode is {mode}");
    });

    [Fact]
    public Task A_command_of_several_lines_keeps_its_last_line_end() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: lines, description: d}
            study:
                - name: two
                  description: d
                  run:
                    cmd: |
                        echo one
                        echo two
            merlin:
            """);

        Assert.Equal("#!/bin/bash\n\necho one\necho two\n\n", workspace.Text("two/two.sh"));
        Assert.Equal("one\ntwo\n", workspace.Text("two/two.out"));
    });

    [Fact]
    public Task Blanks_in_the_study_name_become_underscores() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: two words, description: d}
            study: [{name: step1, description: d, run: {cmd: pwd}}]
            """);

        Assert.StartsWith("two_words_", Path.GetFileName(workspace.Path), StringComparison.Ordinal);
        Assert.Equal($"{workspace.Path}/step1\n", workspace.Text("step1/step1.out"));
    });

    [Fact]
    public Task Quoted_text_keeps_its_meaning_through_provenance() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: quoted, description: d}
            global.parameters:
                P: {values: ["001", "yes"], label: "P.%%"}
                Q: {values: [0.10, 1e-5], label: Q.%%}
            study:
                - {name: say, description: d, run: {cmd: "echo hi # $(P) $(Q)"}}
                - {name: colon, description: d, run: {cmd: "echo a: b"}}
            """);

        Assert.Equal("P.001.Q.0.1 P.yes.Q.1e-5", workspace.List("say"));
        Assert.Equal("a: b\n", workspace.Text("colon/colon.out"));
        Assert.Equal("#!/bin/bash\n\necho hi # 001 0.1\n", workspace.Text("say/P.001.Q.0.1/say_P.001.Q.0.1.sh"));
    });

    [Fact]
    public Task A_program_can_read_the_course_of_a_run() => AtAsync(async site =>
    {
        site.Write("f.yaml", Spec);

        CommandResult run = (await site.MerlinAsync("run", "--local", "f.yaml", "--json")).Ended(0);

        string?[] events = [.. run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (string?)JsonNode.Parse(line)!["event"])];
        Assert.Equal("started", events[0]);
        Assert.Equal("ended", events[^1]);
    });

    [Fact]
    public Task Runs_that_start_together_have_workspaces_of_their_own() => AtAsync(async site =>
    {
        site.Write("f.yaml", Spec);
        RunningCommand[] runs = [.. Enumerable.Range(0, 3).Select(_ => site.StartMerlin("run", "--local", "f.yaml"))];

        int succeeded = 0;
        foreach (RunningCommand run in runs)
        {
            CommandResult result = await run.EndWithoutInputAsync();
            Assert.True(result.ExitCode is 0 or 1, result.ToString());
            succeeded += result.ExitCode == 0 ? 1 : 0;
        }

        Assert.InRange(succeeded, 1, runs.Length);
        Assert.Equal(succeeded, site.Workspaces().Count);
        Assert.All(site.Workspaces(), path => Assert.True(new StudyWorkspace(path).Finished("step1"), path));
    });
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>Stopping a run from outside, and what others see of it while it lives.</summary>
public sealed class SignalTests(ITestOutputHelper output) : EndToEndTest(output)
{
    /// <summary>Eight tasks that wait, then one; each writes its process number when it starts.</summary>
    private const string WaitingStudy =
        """
        description: {name: waiting, description: d}
        study:
            - name: s
              description: d
              run:
                cmd: |
                    echo $$ >> $(SPECROOT)/started
                    until [ -e $(SPECROOT)/go ]; do sleep 0.05; done
                    echo $(X)
            - {name: u, description: d, run: {cmd: 'cat $(s.workspace)/*/s.out', depends: [s_*]}}
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
        """;

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public Task A_signal_ends_the_run_and_its_tasks_and_a_restart_completes_it(string signal) => AtAsync(async site =>
    {
        RunningCommand run = await StartWaitingAsync(site);
        StudyWorkspace workspace = site.Workspace();

        await run.SignalAsync(signal);
        CommandResult ended = (await run.EndAsync()).Ended(130);

        Assert.Contains($"merlin restart {workspace.Path} --local", ended.Text);
        Assert.All(Started(site), id => Assert.False(ProcessTable.Runs(id), $"task {id} still runs"));
        Assert.Empty(workspace.FinishedTasks());
        await ExpectCompletionAsync(site, workspace);
    });

    [Fact]
    public Task A_signal_reaches_tasks_that_ignore_it() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: stubborn, description: d}
            study:
                - name: s
                  description: d
                  run: {cmd: "trap '' INT TERM HUP\necho $$ >> $(SPECROOT)/started\nwhile :; do sleep 0.1; done"}
            """);
        RunningCommand run = site.StartMerlin("run", "--local", spec);
        await Wait.UntilAsync(run, () => Started(site).Length == 1);

        await run.SignalAsync("INT");
        (await run.EndAsync()).Ended(130);

        Assert.All(Started(site), id => Assert.False(ProcessTable.Runs(id), $"task {id} still runs"));
    });

    [Fact]
    public Task A_live_workspace_has_one_holder() => AtAsync(async site =>
    {
        RunningCommand run = await StartWaitingAsync(site);
        StudyWorkspace workspace = site.Workspace();

        CommandResult second = (await site.MerlinAsync("restart", workspace.Path, "--local")).Ended(1);

        Assert.Contains(Environment.MachineName, second.Error);
        Assert.Contains(run.Id.ToString(), second.Error);
        Assert.False(run.HasExited, "the holder was disturbed");
        site.Write("go", "");
        (await run.EndAsync()).Ended(0);
        Assert.Equal(8 + 1, workspace.FinishedTasks().Count);
    });

    [Fact]
    public Task Status_shows_a_run_while_it_lives_and_after() => AtAsync(async site =>
    {
        RunningCommand run = await StartWaitingAsync(site);
        StudyWorkspace workspace = site.Workspace();

        string live = "";
        await Wait.UntilAsync(
            async () => Regex.IsMatch(
                live = (await site.MerlinAsync("status", workspace.Path)).Ended(0).Out, @"(?m)^RUNNING +2 *$"),
            () => live);
        Assert.Matches(@"(?m)^TOTAL TASKS +8 *$", live);
        Assert.Contains("0.0% Complete", live);
        CommandResult detail = (await site.MerlinAsync(
            "detailed-status", workspace.Path, "--disable-pager", "--no-prompts", "--task-status", "RUNNING")).Ended(0);
        Assert.Contains("RUNNING", detail.Out);

        site.Write("go", "");
        (await run.EndAsync()).Ended(0);

        string after = (await site.MerlinAsync("status", workspace.Path)).Ended(0).Out;
        Assert.DoesNotContain("RUNNING ", after);
        Assert.Matches(@"(?m)^FINISHED +8 *$", after);
        Assert.Contains("100.0% Complete", after);
    });

    [Fact]
    public Task Status_of_a_killed_run_is_what_was_recorded_of_it() => AtAsync(async site =>
    {
        RunningCommand run = await StartWaitingAsync(site);
        StudyWorkspace workspace = site.Workspace();
        run.Kill();
        await Wait.UntilAsync(() => !Array.Exists(Started(site), ProcessTable.Runs), () => "its tasks still run");

        JsonNode status = JsonNode.Parse((await site.MerlinAsync("status", workspace.Path, "--json")).Ended(0).Out)!;

        Assert.False((bool)status["live"]!);
        Assert.Equal(9, (int)status["totals"]!["total"]!);
        Assert.Equal(0, (int)status["totals"]!["counts"]!["finished"]!);
        Assert.Equal(0, (int)status["totals"]!["counts"]!["running"]!);
        await ExpectCompletionAsync(site, workspace);
    });

    private static async Task<RunningCommand> StartWaitingAsync(Site site)
    {
        site.Write("samples.csv", string.Concat(Enumerable.Range(0, 8).Select(i => $"{i}\n")));
        string spec = site.Write("spec.yaml", WaitingStudy);
        RunningCommand run = site.StartMerlin("run", "--local", "--concurrency", "2", spec);
        await Wait.UntilAsync(run, () => Started(site).Length == 2);
        return run;
    }

    private static async Task ExpectCompletionAsync(Site site, StudyWorkspace workspace)
    {
        site.Write("go", "");
        (await site.MerlinAsync("restart", workspace.Path, "--local")).Ended(0);
        Assert.Equal(8 + 1, workspace.FinishedTasks().Count);
        Assert.Equal("0\n1\n2\n3\n4\n5\n6\n7\n", workspace.Text("u/u.out"));
    }

    private static int[] Started(Site site)
    {
        string file = Path.Combine(site.Work, "started");
        return File.Exists(file)
            ? [.. File.ReadAllLines(file).Select(line => int.Parse(line, CultureInfo.InvariantCulture))]
            : [];
    }
}

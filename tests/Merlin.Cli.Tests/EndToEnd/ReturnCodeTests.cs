using System.Text.Json.Nodes;
using Merlin.Cli.Tests.Harness;
using Xunit.Abstractions;

namespace Merlin.Cli.Tests.EndToEnd;

/// <summary>What the exit code of a script does to its task, its chain and its study.</summary>
public sealed class ReturnCodeTests(ITestOutputHelper output) : EndToEndTest(output)
{
    private static readonly string ManySamples = string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i}\n"));

    [Fact]
    public Task Soft_failures_and_unknown_codes_let_the_study_go_on() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(Specs.SoftFailures, exitCode: 3);

        Assert.Equal(["after_soft"], workspace.FinishedTasks());
        Assert.Equal("FAILED/MERLIN_SOFT_FAIL", workspace.Outcome("soft"));
        Assert.Equal("FAILED/MERLIN_SOFT_FAIL", workspace.Outcome("unknown"));
        Assert.Equal("FINISHED/MERLIN_SUCCESS", workspace.Outcome("after_soft"));
        Assert.Equal("after\n", workspace.Text("after_soft/after_soft.out"));
    });

    [Fact]
    public Task Retries_end_at_their_limit() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: retry, description: d}
            study:
                - {name: again, description: d, run: {cmd: "echo cmd\nexit $(MERLIN_RETRY)\n", max_retries: 2}}
                - {name: after, description: d, run: {cmd: 'echo after', depends: [again]}}
            """,
            exitCode: 3);

        Assert.Equal("cmd\ncmd\ncmd\n", workspace.Text("again/again.out"));
        Assert.Equal("FAILED/MERLIN_SOFT_FAIL (MAX RETRIES REACHED)", workspace.Outcome("again"));
        Assert.Equal(3, workspace.Status("again").GetProperty("restarts").GetInt32());
        Assert.Equal(["after"], workspace.FinishedTasks());
    });

    [Fact]
    public Task A_restart_runs_the_restart_section() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: restart, description: d}
            study:
                - name: x
                  description: d
                  run:
                    cmd: |
                        echo cmd
                        exit $(MERLIN_RESTART)
                    restart: |
                        echo rs
                        echo line >> cnt
                        if [ $(wc -l < cnt) -ge 2 ]; then exit $(MERLIN_SUCCESS); fi
                        exit $(MERLIN_RESTART)
            """);

        Assert.Equal(
            "MERLIN_FINISHED cnt x.err x.out x.restart.err x.restart.out x.restart.sh x.sh", workspace.List("x"));
        Assert.Equal("cmd\n", workspace.Text("x/x.out"));
        Assert.Equal("rs\nrs\n", workspace.Text("x/x.restart.out"));
        Assert.Equal("FINISHED/MERLIN_SUCCESS", workspace.Outcome("x"));
        Assert.Equal(2, workspace.Status("x").GetProperty("restarts").GetInt32());
    });

    [Fact]
    public Task A_restart_without_a_restart_section_runs_the_command_again() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: restart, description: d}
            study:
                - name: x
                  description: d
                  run: {cmd: "echo cmd\nmkdir once || exit $(MERLIN_SUCCESS)\nexit $(MERLIN_RESTART)"}
            """);

        Assert.Equal("cmd\ncmd\n", workspace.Text("x/x.out"));
        Assert.Equal("MERLIN_FINISHED once x.err x.out x.sh", workspace.List("x"));
        Assert.Equal(1, workspace.Status("x").GetProperty("restarts").GetInt32());
    });

    [FactIf("python3")]
    public Task A_restart_keeps_the_steps_shell() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: restart, description: d}
            study:
                - name: x
                  description: d
                  run:
                    shell: /usr/bin/env python3
                    cmd: |
                        import os, sys
                        print("python")
                        if not os.path.exists("once"):
                            os.mkdir("once")
                            sys.exit($(MERLIN_RESTART))
            """);

        Assert.Equal("python\npython\n", workspace.Text("x/x.out"));
        Assert.True(workspace.Finished("x"));
    });

    [Fact]
    public Task A_raising_sample_does_not_break_the_study() => AtAsync(async site =>
    {
        site.Write("samples.csv", "SUCCESS_1\nRAISE\nSUCCESS_2\n");
        string spec = site.Write("spec.yaml", Specs.OneRaisingSample);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(3);

        StudyWorkspace workspace = site.Workspace();
        Assert.Equal(["process_samples/00", "process_samples/02"], FinishedBelow(workspace, "process_samples"));
        Assert.Equal(6, FinishedBelow(workspace, "samples_and_params").Count());
        Assert.Equal(["step_3"], FinishedBelow(workspace, "step_3"));
        Assert.Contains("Exception raised by request from the user", run.Text);
        Assert.Equal("UNKNOWN/MERLIN_UNRECOGNIZED", workspace.Outcome("process_samples/01"));
    });

    [Fact]
    public Task A_raising_sample_ends_its_own_chain_only() => AtAsync(async site =>
    {
        site.Write("samples.csv", "a\nb\nc\n");
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: chain, description: d}
            study:
                - {name: s, description: d, run: {cmd: 'if [ $(X) = b ]; then exit $(MERLIN_RAISE_ERROR); fi'}}
                - {name: t, description: d, run: {cmd: 'echo $(X)', depends: [s]}}
                - {name: u, description: d, run: {cmd: 'cat $(t.workspace)/*/t.out', depends: [t_*]}}
            merlin:
                samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
            """,
            exitCode: 3);

        Assert.Equal(["s/00", "s/02", "t/00", "t/02", "u"], workspace.FinishedTasks());
        Assert.Equal("a\nc\n", workspace.Text("u/u.out"));
    });

    [Fact]
    public Task Steps_behind_one_that_never_ran_do_not_run() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: never, description: d}
            study:
                - {name: a, description: d, run: {cmd: 'exit $(MERLIN_RAISE_ERROR)'}}
                - {name: b, description: d, run: {cmd: 'echo b', depends: [a]}}
                - {name: c, description: d, run: {cmd: 'echo c', depends: [b]}}
                - {name: other, description: d, run: {cmd: 'echo other'}}
            """,
            exitCode: 3);

        Assert.Equal(["other"], workspace.FinishedTasks());
        Assert.False(workspace.Has("b"), "b made its directory");
        Assert.False(workspace.Has("c"), "c made its directory");
    });

    [Fact]
    public Task A_hard_failure_stops_the_study() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: hard, description: d}
            study:
                - {name: a, description: d, run: {cmd: 'exit $(MERLIN_HARD_FAIL)'}}
                - {name: b, description: d, run: {cmd: 'echo b', depends: [a]}}
            """,
            exitCode: 3);

        Assert.Empty(workspace.FinishedTasks());
        Assert.Equal("FAILED/MERLIN_HARD_FAIL", workspace.Outcome("a"));
        Assert.False(workspace.Has("b"), "b was started");
    });

    [Fact]
    public Task A_hard_failure_keeps_waiting_samples_from_starting() => AtAsync(async site =>
    {
        site.Write("samples.csv", ManySamples);
        StudyWorkspace workspace = await site.RunAsync(ManySamplesOf("exit $(MERLIN_HARD_FAIL)"), exitCode: 3);

        Assert.InRange(workspace.FinishedTasks().Count, 0, 1000);
        string status = (await site.MerlinAsync("status", workspace.Path, "--json")).Ended(0).Out;
        JsonNode counts = StatusJson.Counts(status)["s"]!;
        Assert.Equal(1, (int)counts["failed"]!);
        Assert.Equal(workspace.FinishedTasks().Count, (int)counts["finished"]!);
        Assert.Equal(1999, (int)counts["finished"]! + (int)counts["cancelled"]!);
    });

    [Fact]
    public Task Stopping_the_workers_ends_a_local_run_before_its_end() => AtAsync(async site =>
    {
        string spec = site.Write("spec.yaml", ManySamplesOf("exit $(MERLIN_STOP_WORKERS)"));
        site.Write("samples.csv", ManySamples);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(3);

        StudyWorkspace workspace = site.Workspace();
        Assert.Contains($"merlin restart {workspace.Path} --local", run.Text);
        Assert.Equal("CANCELLED/MERLIN_STOP_WORKERS", workspace.Outcome("s/00/00/00"));
        Assert.InRange(workspace.FinishedTasks().Count, 0, 1000);
    });

    [Fact]
    public Task Stopping_the_workers_lets_the_tasks_own_chain_go_on() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: stop, description: d}
            study:
                - {name: a, description: d, run: {cmd: "echo a\nexit $(MERLIN_STOP_WORKERS)"}}
                - {name: b, description: d, run: {cmd: 'echo b', depends: [a]}}
            """);

        Assert.Equal("CANCELLED/MERLIN_STOP_WORKERS", workspace.Outcome("a"));
        Assert.Equal(["b"], workspace.FinishedTasks());
    });

    [Fact]
    public Task A_step_ends_at_its_timeout() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: timeout, description: d}
            study:
                - {name: slow, description: d, run: {cmd: "echo begun\nsleep 3600 & wait\necho never", timeout: 1}}
                - {name: after, description: d, run: {cmd: 'echo after', depends: [slow]}}
                - {name: quick, description: d, run: {cmd: 'echo quick', timeout: "1:00"}}
            """,
            exitCode: 3);

        Assert.Equal("begun\n", workspace.Text("slow/slow.out"));
        Assert.Equal("FAILED/MERLIN_SOFT_FAIL (TIMEOUT)", workspace.Outcome("slow"));
        Assert.Equal(["after", "quick"], workspace.FinishedTasks());
    });

    [Fact]
    public Task A_timeout_reaches_scripts_that_ignore_the_polite_signal() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: timeout, description: d}
            study:
                - name: stubborn
                  description: d
                  run: {cmd: "trap '' TERM\nwhile :; do sleep 1; done", timeout: 1}
            """,
            exitCode: 3);

        Assert.Equal("FAILED/MERLIN_SOFT_FAIL (TIMEOUT)", workspace.Outcome("stubborn"));
    });

    [Fact]
    public Task An_explicit_retry_delay_is_kept() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: delay, description: d}
            study:
                - name: again
                  description: d
                  run:
                    cmd: "echo $EPOCHREALTIME >> times\nmkdir once && exit $(MERLIN_RETRY)\nexit 0"
                    retry_delay: 2
            """);

        double[] starts = [.. (await File.ReadAllLinesAsync(workspace.In("again/times"))).Select(double.Parse)];
        Assert.Equal(2, starts.Length);
        Assert.True(starts[1] - starts[0] >= 2, $"the second attempt came {starts[1] - starts[0]} s after the first");
    });

    [Fact]
    public Task A_missing_interpreter_is_a_failure_that_says_so() => AtAsync(async site =>
    {
        string spec = site.Write(
            "spec.yaml",
            """
            description: {name: shell, description: d}
            study:
                - {name: a, description: d, run: {cmd: 'echo a', shell: /no/such/shell, max_retries: 1}}
                - {name: other, description: d, run: {cmd: 'echo other'}}
            """);

        CommandResult run = (await site.MerlinAsync("run", "--local", spec)).Ended(3);

        StudyWorkspace workspace = site.Workspace();
        Assert.Contains("/no/such/shell", run.Text);
        Assert.StartsWith("FAILED/", workspace.Outcome("a"), StringComparison.Ordinal);
        Assert.Equal(["other"], workspace.FinishedTasks());
    });

    [Fact]
    public Task A_script_killed_by_a_signal_is_a_soft_failure() => AtAsync(async site =>
    {
        StudyWorkspace workspace = await site.RunAsync(
            """
            description: {name: signal, description: d}
            study:
                - {name: a, description: d, run: {cmd: 'kill -KILL $$'}}
            """,
            exitCode: 3);

        Assert.Equal("FAILED/MERLIN_SOFT_FAIL", workspace.Outcome("a"));
    });

    /// <summary>A study of one step over <see cref="ManySamples"/>, of which the first does something special.</summary>
    private static string ManySamplesOf(string first) =>
        $$"""
        description: {name: many, description: d}
        study:
            - {name: s, description: d, run: {cmd: 'if [ $(X) = 0 ]; then {{first}}; fi; sleep 0.02'} }
        merlin:
            samples: {file: $(SPECROOT)/samples.csv, column_labels: [X]}
        """;

    private static IEnumerable<string> FinishedBelow(StudyWorkspace workspace, string step) =>
        workspace.FinishedTasks().Where(task => task.Split('/')[0] == step);
}

using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Cli.Display;
using Merlin.Cli.Invocation;
using Merlin.Cli.Tests.Support;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Tests.Display;

public sealed class RunDisplayTests : IDisposable
{
    private readonly StudyPlan _plan = Plans.Demo();
    private readonly FakeStatusSource _source;
    private readonly TestTerminal _screen = new();

    public RunDisplayTests() => _source = new FakeStatusSource(_plan);

    public void Dispose() => _source.Dispose();

    [Fact]
    public void A_pipe_gets_lines_for_the_start_progress_ends_of_steps_and_the_end()
    {
        using (IRunDisplay display = RunDisplays.Create(_screen.Terminal, _plan, json: false))
        {
            display.Update(_source.GetStatus());
            _screen.Clock.Advance(5);
            display.Update(_source.With(0, new() { [TaskOutcome.Succeeded] = 2 }, running: 1).GetStatus());
            _screen.Clock.Advance(5);
            display.Update(_source.GetStatus());
            _screen.Clock.Advance(60);
            display.Update(_source.GetStatus());
            display.Update(_source
                .With(0, new() { [TaskOutcome.Succeeded] = 2, [TaskOutcome.SoftFailed] = 1 })
                .With(1, new() { [TaskOutcome.Succeeded] = 3 })
                .GetStatus());
            display.Update(_source.GetStatus());
        }

        string[] lines = _screen.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal("Running 'demo': 3 steps, 8 tasks.", lines[0]);
        Assert.StartsWith("2/8 done (25.0%), 1 running, ", lines[1], StringComparison.Ordinal);
        Assert.Equal("both: 6 tasks ended, 1 failed.", lines[2]);
        Assert.StartsWith("6/8 done (75.0%), 1 failed, ", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_gets_one_object_a_line()
    {
        using (IRunDisplay display = RunDisplays.Create(_screen.Terminal, _plan, json: true))
        {
            display.Update(_source.GetStatus());
            _screen.Clock.Advance(2);
            display.Update(_source.With(0, new() { [TaskOutcome.Succeeded] = 2 }).GetStatus());
            _screen.Clock.Advance(2);
            display.Update(_source.GetStatus());
            display.Update(_source.With(2, new() { [TaskOutcome.Succeeded] = 1 }).GetStatus());
            display.End(new RunSummary(_plan, _source.GetStatus(), TimeSpan.FromSeconds(4), interrupted: false));
        }

        JsonElement[] events = [.. _screen.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.Equal(
            ["started", "progress", "step_completed", "progress", "ended"],
            events.Select(static line => line.GetProperty("event").GetString()!));
        Assert.Equal("/data/demo_20260131-120000", events[0].GetProperty("workspace").GetString());
        Assert.Equal(2, events[1].GetProperty("steps")[0].GetProperty("done").GetInt64());
        Assert.Equal("sum", events[2].GetProperty("step").GetProperty("name").GetString());
        Assert.Equal(ExitCode.TasksFailed, events[4].GetProperty("exit_status").GetInt32());
    }

    [Fact]
    public void A_terminal_gets_bars_with_log_lines_above_them()
    {
        var screen = new TestTerminal(interactive: true, width: 120);
        using (IRunDisplay display = RunDisplays.Create(screen.Terminal, _plan, json: false))
        {
            screen.Terminal.Log.Info("a line of the log");
            display.Update(_source.With(0, new() { [TaskOutcome.Succeeded] = 2, [TaskOutcome.SoftFailed] = 1 }).GetStatus());
        }

        screen.Terminal.Log.Info("after the end");
        Assert.Contains("] a line of the log\e[K\n", screen.Out, StringComparison.Ordinal);
        Assert.Contains("3/6", screen.Out, StringComparison.Ordinal);
        Assert.Contains("1 failed", screen.Out, StringComparison.Ordinal);
        Assert.Contains("all steps", screen.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("a line of the log", screen.Error, StringComparison.Ordinal);
        Assert.Contains("after the end", screen.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_says_what_became_of_the_tasks_and_how_to_carry_on()
    {
        StudyStatus status = _source
            .With(0, new() { [TaskOutcome.Succeeded] = 2, [TaskOutcome.HardFailed] = 1 }, new RunTimes(3, 0.5, 0))
            .With(1, new() { [TaskOutcome.Cancelled] = 3 })
            .GetStatus() with
        { End = StudyEnd.HardFailed };
        using var writer = new StringWriter { NewLine = "\n" };
        new RunSummary(_plan, status, TimeSpan.FromSeconds(3), interrupted: false).WriteText(writer);
        Assert.Equal(
            """

            Study 'demo' was stopped by a task's hard failure: 3 tasks in 03s (1.0 tasks/s).

            Step  Tasks  FINISHED  CANCELLED  FAILED  Avg Run Time  Left
            ----  -----  --------  ---------  ------  ------------  ----
            both  6      2         3          1       0.500s        0
            sum   1      0         0          0       --            1
            late  1      0         0          0       --            1

            Results: /data/demo_20260131-120000
            To carry on: merlin restart /data/demo_20260131-120000 --local

            """,
            writer.ToString());
    }

    [Fact]
    public void Successes_of_an_earlier_run_are_not_counted_again()
    {
        StudyStatus earlier = _source.With(0, new() { [TaskOutcome.Succeeded] = 2, [TaskOutcome.SoftFailed] = 1 }).GetStatus();
        StudyStatus now = _source.With(0, new() { [TaskOutcome.Succeeded] = 3 }).GetStatus();
        using var writer = new StringWriter();
        new RunSummary(_plan, now, TimeSpan.FromSeconds(1), interrupted: false, earlier).WriteText(writer);
        Assert.Contains(": 1 task in 01s (1.0 tasks/s).", writer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Tasks_that_were_not_run_now_make_no_rate()
    {
        using (IRunDisplay display = RunDisplays.Create(_screen.Terminal, _plan, json: false))
        {
            display.Update(_source.GetStatus());
            _screen.Clock.Advance(10);
            display.Update(_source
                .With(0, new() { [TaskOutcome.AlreadyFinished] = 2 })
                .With(2, new() { [TaskOutcome.NotRun] = 1 })
                .With(3, new() { [TaskOutcome.Cancelled] = 1 })
                .GetStatus());
            display.End(new RunSummary(_plan, _source.GetStatus(), TimeSpan.FromSeconds(1), interrupted: false));
        }

        Assert.Contains("4/8 done (50.0%), 1 failed\n", _screen.Out, StringComparison.Ordinal);
        Assert.Contains(": 0 tasks in 01s (0.0 tasks/s).", _screen.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TaskOutcome.Succeeded, ExitCode.Success)]
    [InlineData(TaskOutcome.AlreadyFinished, ExitCode.Success)]
    [InlineData(TaskOutcome.DryRun, ExitCode.Success)]
    [InlineData(TaskOutcome.StopWorkers, ExitCode.Success)]
    [InlineData(TaskOutcome.SoftFailed, ExitCode.TasksFailed)]
    [InlineData(TaskOutcome.RetriesExhausted, ExitCode.TasksFailed)]
    [InlineData(TaskOutcome.TimedOut, ExitCode.TasksFailed)]
    [InlineData(TaskOutcome.HardFailed, ExitCode.TasksFailed)]
    [InlineData(TaskOutcome.Raised, ExitCode.TasksFailed)]
    [InlineData(TaskOutcome.NotStartable, ExitCode.TasksFailed)]
    [InlineData(TaskOutcome.NotRun, ExitCode.TasksFailed)]
    [InlineData(TaskOutcome.Cancelled, ExitCode.TasksFailed)]
    public void The_exit_status_tells_whether_all_ended_well(TaskOutcome outcome, int expected)
    {
        StudyPlan plan = Plans.Of(0, Plans.Node("s", "s", "s"));
        StudyStatus status = new FakeStatusSource(plan) { End = StudyEnd.Completed }.With(0, new() { [outcome] = 1 }).GetStatus();
        Assert.Equal(expected, new RunSummary(plan, status, TimeSpan.Zero, interrupted: false).ExitStatus);
        Assert.Equal(ExitCode.Interrupted, new RunSummary(plan, status, TimeSpan.Zero, interrupted: true).ExitStatus);
    }

    [Fact]
    public void Tasks_left_are_no_good_end() => Assert.Equal(
        ExitCode.TasksFailed,
        new RunSummary(_plan, _source.GetStatus(), TimeSpan.Zero, interrupted: false).ExitStatus);

    [Theory]
    [InlineData("/data/demo", "/data/demo")]
    [InlineData("/my data/it's", @"'/my data/it'\''s'")]
    public void Paths_in_advice_can_be_pasted(string path, string expected) => Assert.Equal(expected, ShellWord.Quote(path));
}

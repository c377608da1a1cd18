using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Running;

public sealed class OutcomeTests
{
    [Theory]
    [InlineData(true, "true", TaskOutcome.Succeeded, 0)]
    [InlineData(false, "true", TaskOutcome.Succeeded, 0)]
    [InlineData(true, "exit 101", TaskOutcome.SoftFailed, 101)]
    [InlineData(true, "exit 7", TaskOutcome.SoftFailed, 7)]
    [InlineData(true, "exit 103", TaskOutcome.SoftFailed, 103)]
    [InlineData(true, "exit 102", TaskOutcome.HardFailed, 102)]
    [InlineData(true, "exit 105", TaskOutcome.StopWorkers, 105)]
    [InlineData(true, "exit 106", TaskOutcome.Raised, 106)]
    [InlineData(true, "exit 100", TaskOutcome.Restart, 100)]
    [InlineData(true, "exit 104", TaskOutcome.Retry, 104)]
    [InlineData(true, "kill -USR1 $$", TaskOutcome.SoftFailed, 138)]
    [InlineData(false, "kill -KILL $$", TaskOutcome.SoftFailed, 137)]
    public async Task The_exit_status_decides(bool pidFd, string command, TaskOutcome outcome, int code)
    {
        await using Rig rig = Rig.Start([Rig.Node("s", command)], pidFd);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((outcome, code, 0), (record.Outcome, record.ExitCode, record.Attempt));
        Assert.True(record.StartMicros > 0);
        Assert.Equal(outcome == TaskOutcome.Succeeded, File.Exists(rig.PathOf("s", "MERLIN_FINISHED")));
        Assert.Equal(WorkerEnd.Released, await rig.Release());
        Assert.Single(rig.Broker.All<ConsumerGoodbye>());
    }

    [Fact]
    public async Task A_raise_says_so_in_the_log()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "exit 106")]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        Assert.Contains("Exception raised by request from the user", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scripts_and_outputs_are_those_of_the_contract()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "echo out; echo err >&2; pwd; cat")]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        string directory = rig.PathOf("s");
        Assert.Equal("#!/bin/sh\n\necho out; echo err >&2; pwd; cat\n", rig.Read("s", "s.sh"));
        Assert.Equal($"out\n{directory}\n", rig.Read("s", "s.out"));
        Assert.Equal("err\n", rig.Read("s", "s.err"));
        Assert.Equal("", rig.Read("s", "MERLIN_FINISHED"));
        Assert.Equal(
            ["MERLIN_FINISHED", "MERLIN_STATUS.json", "s.err", "s.out", "s.sh"],
            Directory.GetFiles(directory).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1, TaskOutcome.Retry)]
    [InlineData(2, TaskOutcome.RetriesExhausted)]
    public async Task Retries_end_with_max_retries(int attempt, TaskOutcome outcome)
    {
        PlanNode node = Rig.Node("s", "echo cmd; exit 104") with { MaxRetries = 2 };
        await using Rig rig = Rig.Start([node]);
        rig.Broker.Lease(1, 0, 0, 1, new AttemptState(0, attempt, TaskOutcome.Retry, 1, 0));

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((outcome, attempt), (record.Outcome, record.Attempt));
        Assert.True(record.ElapsedMicros > record.DurationMicros);
    }

    [Fact]
    public async Task Failures_to_start_are_no_retries()
    {
        PlanNode node = Rig.Node("s", "exit 104") with { MaxRetries = 1 };
        await using Rig rig = Rig.Start([node]);
        rig.Broker.Lease(1, 0, 0, 1, new AttemptState(0, 1, TaskOutcome.StartFailed, 0, 1));

        Assert.Equal(TaskOutcome.Retry, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
    }

    [Fact]
    public async Task A_restart_runs_the_restart_script_and_a_retry_the_first_one()
    {
        PlanNode node = Rig.Node("s", "echo cmd") with { RestartCommand = "echo again" };
        await using Rig rig = Rig.Start([node, node with { Name = "t", Directory = "t" }]);
        rig.Broker.Lease(1, 0, 0, 1, new AttemptState(0, 1, TaskOutcome.Restart, 1, 0));
        rig.Broker.Lease(2, 1, 0, 1, new AttemptState(0, 1, TaskOutcome.Retry, 1, 0));
        await rig.Broker.Ended(0, 1);
        await rig.Broker.Ended(1, 1);

        Assert.Equal("again\n", rig.Read("s", "s.restart.out"));
        Assert.False(File.Exists(rig.PathOf("s", "s.out")));
        Assert.Equal("cmd\n", rig.Read("t", "s.out"));
        Assert.True(File.Exists(rig.PathOf("t", "s.restart.sh")));
    }

    [Fact]
    public async Task Attempts_append_to_the_outputs()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "echo line; exit 104")]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);
        rig.Broker.Lease(2, 0, 0, 1, new AttemptState(0, 1, TaskOutcome.Retry, 1, 0));
        await rig.Broker.Ended(0, 2);

        Assert.Equal("line\nline\n", rig.Read("s", "s.out"));
    }

    [Fact]
    public async Task Finished_tasks_are_skipped_and_reported_as_ranges()
    {
        await using Rig rig = Rig.Start([Rig.Sampled("s", "echo ran", 5)], samples: 5, slots: 1);
        foreach (string done in new[] { "00", "01", "03" })
        {
            Directory.CreateDirectory(rig.PathOf("s", done));
            await File.WriteAllTextAsync(rig.PathOf("s", done, "MERLIN_FINISHED"), "");
        }

        rig.Broker.Lease(1, 0, 0, 5);
        await rig.Broker.Until(() => rig.Broker.Records(0).Length + rig.Broker.Skipped(0).Length == 5);

        Assert.Equal([2L, 4L], rig.Broker.Records(0).Select(record => record.Index).Order());
        Assert.Equal([0L, 1L, 3L], rig.Broker.Skipped(0).Order());
        Assert.Equal(["MERLIN_FINISHED"], Directory.GetFiles(rig.PathOf("s", "00")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_dry_run_writes_scripts_and_runs_nothing()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "echo ran")], dryRun: true);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((TaskOutcome.DryRun, -1, 0L), (record.Outcome, record.ExitCode, record.StartMicros));
        Assert.Equal(
            ["MERLIN_STATUS.json", "s.sh"],
            Directory.GetFiles(rig.PathOf("s")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_timeout_ends_the_whole_group(bool pidFd)
    {
        PlanNode node = Rig.Node("s", "trap '' TERM\nsleep 1000 & echo $! > child\nwait; sleep 1000") with { TimeoutSeconds = 0.3 };
        await using Rig rig = Rig.Start([node], pidFd);
        rig.Broker.Lease(1, 0, 0, 1);

        TaskRecord record = Assert.Single(await rig.Broker.Ended(0, 1));

        Assert.Equal((TaskOutcome.TimedOut, 137), (record.Outcome, record.ExitCode));
        Assert.False(Live.IsAlive(int.Parse(rig.Read("s", "child"))));
    }

    [Fact]
    public async Task A_defect_raises_without_a_script()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "x") with { Defect = "the bracket asks for too much." }]);
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.NotStartable, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Contains("the bracket asks for too much.", rig.Log.Text, StringComparison.Ordinal);
        Assert.Contains("FAILED", rig.Read("s", "MERLIN_STATUS.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_interpreter_is_named()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "x") with { Shell = "/no/such/shell -f" }]);
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.StartFailed, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Contains("'/no/such/shell -f' cannot be used", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_directory_that_cannot_be_made_is_named()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "true")]);
        await File.WriteAllTextAsync(rig.PathOf("s"), "in the way");
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.StartFailed, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Contains(rig.PathOf("s"), rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_samples_file_that_is_gone_makes_its_tasks_not_startable()
    {
        await using Rig rig = Rig.Start([Rig.Sampled("s", "echo $(X)", 2)], samples: 2);
        rig.Broker.Lease(1, 0, 0, 2);

        Assert.All(await rig.Broker.Ended(0, 2), record => Assert.Equal(TaskOutcome.NotStartable, record.Outcome));
        Assert.Contains("samples.csv", rig.Log.Text, StringComparison.Ordinal);
    }
}

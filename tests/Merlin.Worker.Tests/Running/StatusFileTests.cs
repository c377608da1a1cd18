using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;

namespace Merlin.Worker.Tests.Running;

public sealed class StatusFileTests
{
    [Fact]
    public async Task A_finished_task_is_shown_as_existing_readers_expect()
    {
        PlanNode node = Rig.Sampled("both_GREET.hello", "true", 3) with
        {
            Directory = "both/GREET.hello",
            CommandParameters = [new("GREET", "\"hello\"")],
        };
        await using Rig rig = Rig.Start([node], samples: 3);
        rig.Broker.Lease(1, 0, 0, 3);
        await rig.Broker.Ended(0, 3);

        Assert.Equal(
            """{"both_GREET.hello": {"parameters": {"cmd": {"GREET": "hello"}, "restart": null}, "both/GREET.hello/01": {"status": "FINISHED", "return_code": "MERLIN_SUCCESS", "elapsed_time": "0d:00h:00m:00s", "run_time": "0d:00h:00m:00s", "restarts": 0}}}""",
            rig.Read("both", "GREET.hello", "01", "MERLIN_STATUS.json"));
    }

    [Fact]
    public async Task With_one_sample_the_key_ends_in_a_slash_and_a_worker_is_named_on_request()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "true", 1)], samples: 1, change: options => options with { StatusNamesWorker = true });
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        Assert.Equal(
            """{"s": {"parameters": {"cmd": null, "restart": null}, "s/": {"status": "FINISHED", "return_code": "MERLIN_SUCCESS", "elapsed_time": "0d:00h:00m:00s", "run_time": "0d:00h:00m:00s", "restarts": 0, "workers": ["wk"]}, "task_queue": "q", "workers": ["wk"]}}""",
            rig.Read("s", "MERLIN_STATUS.json"));
    }

    [Fact]
    public async Task Spent_retries_are_counted_with_the_one_that_was_refused()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "exit 104") with { MaxRetries = 2 }]);
        rig.Broker.Lease(1, 0, 0, 1, new AttemptState(0, 2, TaskOutcome.Retry, 1, 0));
        await rig.Broker.Ended(0, 1);

        string status = rig.Read("s", "MERLIN_STATUS.json");
        Assert.Contains("\"MERLIN_SOFT_FAIL (MAX RETRIES REACHED)\"", status, StringComparison.Ordinal);
        Assert.Contains("\"restarts\": 3", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_has_no_times()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "true")], dryRun: true);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        Assert.Contains(
            "\"DRY_RUN\", \"return_code\": \"MERLIN_DRY_SUCCESS\", \"elapsed_time\": \"--:--:--\", \"run_time\": \"--:--:--\"",
            rig.Read("s", "MERLIN_STATUS.json"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_takes_its_time_is_shown_as_running()
    {
        await using Rig rig = Rig.Start(
            [Rig.Node("s", "until grep -q RUNNING MERLIN_STATUS.json 2>/dev/null; do sleep 0.05; done")]);
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        Assert.Contains("FINISHED", rig.Read("s", "MERLIN_STATUS.json"), StringComparison.Ordinal);
    }
}

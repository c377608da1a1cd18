using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;

namespace Merlin.Worker.Tests.Running;

public sealed class DeadlineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private static DateTimeOffset In(double seconds) => TimeProvider.System.GetUtcNow().AddSeconds(seconds);

    [Fact]
    public async Task Tasks_that_would_not_end_in_time_are_given_back_and_others_run()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("long", "true", 20) with { WalltimeSeconds = 7200 }, Rig.Node("short", "true") with { WalltimeSeconds = 60 }],
            samples: 20,
            change: options => options with { Deadline = In(3600) });
        rig.Broker.Lease(1, 0, 0, 20);
        rig.Broker.Lease(2, 1, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(1, 1)).Outcome);
        await rig.Broker.Until(() => rig.Broker.Released(0).Length == 20);
        Assert.Empty(rig.Broker.Records(0));
        Assert.False(Directory.Exists(rig.PathOf("long")));
        Assert.InRange(rig.Broker.All<ConsumerHello>()[0].TimeLeft!.Value.TotalSeconds, 1, 3600);
    }

    [Fact]
    public async Task Measured_times_count_for_more_than_the_walltime()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "true", 3) with { WalltimeSeconds = 60 }],
            slots: 1,
            samples: 3,
            change: options => options with { Deadline = In(3600) });
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        rig.Broker.Lease(2, 0, 1, 3);

        await rig.Broker.Ended(0, 3);
    }

    [Fact]
    public async Task When_the_time_is_over_what_runs_is_ended_and_given_back_and_the_worker_leaves()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "exec sleep 1000", 20)], samples: 20, change: options => options with { Deadline = In(6) });
        rig.Broker.Lease(1, 0, 0, 20);

        Assert.Equal(WorkerEnd.Drained, await rig.End.WaitAsync(Limit));

        Assert.Empty(rig.Broker.Records(0));
        Assert.Equal(20, rig.Broker.Released(0).Distinct().Count());
        Assert.IsType<ConsumerGoodbye>(rig.Broker.All<ClientMessage>()[^1]);
    }

    [Fact]
    public async Task A_running_task_is_warned_the_given_time_before_the_end()
    {
        PlanNode node = Rig.Node("s", "trap 'exit 0' USR1; while :; do sleep 0.02; done") with
        {
            Signal = new StepSignal("USR1", 3600),
        };
        await using Rig rig = Rig.Start([node], change: options => options with { Deadline = In(3605) });
        rig.Broker.Lease(1, 0, 0, 1);

        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
    }

    [Fact]
    public async Task Heartbeats_tell_the_time_that_is_left()
    {
        await using Rig rig = Rig.Start(
            [Rig.Node("s", "true")],
            change: options => options with { Deadline = In(3600) },
            prepare: broker => broker.HeartbeatInterval = TimeSpan.FromMilliseconds(20));
        await rig.Broker.Until(() => rig.Broker.All<Heartbeat>().Count >= 3);

        Assert.All(rig.Broker.All<Heartbeat>(), beat => Assert.InRange(beat.TimeLeft!.Value.TotalSeconds, 1, 3600));
    }
}

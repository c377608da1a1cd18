using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Spec;

namespace Merlin.Worker.Tests.Running;

public sealed class DrainTests
{
    private const string UntilGo = "until [ -e ../../go ]; do sleep 0.02; done";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task What_runs_runs_out_and_the_rest_is_given_back_after_the_broker_heard_that_no_time_is_left()
    {
        await using Rig rig = Rig.Start([Rig.Sampled("s", UntilGo, 20)], slots: 2, samples: 20);
        rig.Broker.Lease(1, 0, 0, 20);
        await rig.UntilStarted(2);

        rig.Drain();
        await rig.Broker.Until(() => rig.Broker.Released(0).Length == 18);
        Assert.False(rig.End.IsCompleted);
        await File.WriteAllTextAsync(rig.PathOf("go"), "");

        Assert.Equal(WorkerEnd.Drained, await rig.End.WaitAsync(Limit));
        Assert.Equal(2, rig.Broker.Records(0).Select(record => record.Index).Distinct().Count());
        ClientMessage[] said = [.. rig.Broker.All<ClientMessage>()];
        int told = Array.FindIndex(said, static message => message is Heartbeat { TimeLeft.Ticks: 0 });
        Assert.InRange(told, 0, Array.FindIndex(said, static message => message is LeaseRelease));
        Assert.IsType<ConsumerGoodbye>(said[^1]);
    }

    [Fact]
    public async Task What_does_not_end_within_the_grace_is_ended_and_given_back()
    {
        await using Rig rig = Rig.Start([Rig.Sampled("s", "trap '' TERM; touch ready; while :; do sleep 0.02; done", 2)], samples: 2);
        rig.Broker.Lease(1, 0, 0, 2);
        await rig.UntilThere("s", "00", "ready");
        await rig.UntilThere("s", "01", "ready");

        rig.Drain(TimeSpan.Zero);

        Assert.Equal(WorkerEnd.Drained, await rig.End.WaitAsync(Limit));
        Assert.Empty(rig.Broker.Records(0));
        Assert.Equal([0L, 1], rig.Broker.Released(0).Order());
        Assert.Contains("INITIALIZED", rig.Read("s", "00", "MERLIN_STATUS.json"), StringComparison.Ordinal);
        Assert.Contains("runs again elsewhere", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tasks_whose_step_asks_for_it_get_its_signal_and_may_ask_for_a_restart()
    {
        PlanNode node = Rig.Node("s", "trap 'echo saved > saved; exit 100' USR1; touch ready; while :; do sleep 0.02; done") with
        {
            Signal = new StepSignal("USR1", 60),
        };
        await using Rig rig = Rig.Start([node]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("s", "ready");

        rig.Drain();

        Assert.Equal(WorkerEnd.Drained, await rig.End.WaitAsync(Limit));
        Assert.Equal(TaskOutcome.Restart, Assert.Single(rig.Broker.Records(0)).Outcome);
        Assert.Equal("saved\n", rig.Read("s", "saved"));
    }

    [Fact]
    public async Task A_task_that_dies_of_its_warning_has_not_failed_but_runs_again()
    {
        PlanNode node = Rig.Node("s", "touch ready; exec sleep 1000") with { Signal = new StepSignal("USR2", 60) };
        await using Rig rig = Rig.Start([node]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("s", "ready");

        rig.Drain();

        Assert.Equal(WorkerEnd.Drained, await rig.End.WaitAsync(Limit));
        Assert.Empty(rig.Broker.Records(0));
        Assert.Equal([0L], rig.Broker.Released(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_task_that_somebody_else_terminates_has_failed_unless_its_worker_comes_to_an_end(bool drains)
    {
        await using Rig rig = Rig.Start(
            [Rig.Node("s", "touch ready; until [ -e ../go ]; do sleep 0.02; done; kill -TERM $$; sleep 1000")]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("s", "ready");

        if (drains)
        {
            rig.Drain();
        }

        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        if (drains)
        {
            Assert.Equal(WorkerEnd.Drained, await rig.End.WaitAsync(Limit));
            Assert.Empty(rig.Broker.Records(0));
        }
        else
        {
            Assert.Equal(TaskOutcome.SoftFailed, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
        }
    }

    [Fact]
    public async Task Reports_are_delivered_by_a_worker_that_was_drained_while_its_line_was_broken()
    {
        await using Rig rig = Rig.Start(
            [Rig.Node("s", "until [ -e ../go ]; do sleep 0.02; done")],
            change: options => options with { FarewellPatience = TimeSpan.FromDays(1) });
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("s", "s.out");

        rig.Broker.Break();
        rig.Drain();
        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        await rig.UntilThere("s", "MERLIN_FINISHED");
        rig.Broker.Mend();

        Assert.Equal(WorkerEnd.Drained, await rig.End.WaitAsync(Limit));
        Assert.Equal(TaskOutcome.Succeeded, Assert.Single(rig.Broker.Records(0)).Outcome);
    }
}

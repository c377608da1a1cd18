using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Tests.Running;

public sealed class LeaseHandlingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Many_tasks_are_each_run_once(bool pidFd)
    {
        await using Rig rig = Rig.Start([Rig.Sampled("s", "echo ran", 200)], pidFd, samples: 200, slots: 3);
        rig.Broker.Lease(1, 0, 0, 120);
        rig.Broker.Lease(2, 0, 120, 200);

        TaskRecord[] records = await rig.Broker.Ended(0, 200);

        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), records.Select(record => record.Index));
        Assert.All(records, record => Assert.Equal(TaskOutcome.Succeeded, record.Outcome));
        Assert.Equal("ran\n", rig.Read("s", "07", "24", "s.out"));
        await rig.Broker.Until(() => rig.Broker.All<CreditGrant>().Sum(grant => grant.Leases) == 4);
        Assert.True(rig.Broker.All<TaskReport>().Count < 100, "reports cover several tasks each");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chain_flows_sample_by_sample(bool pidFd)
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "echo s$PWD >> ../../order; [ ${PWD##*/} != 01 ] || exit 106", 3),
             Rig.Sampled("t", "echo t$PWD >> ../../order", 3)],
            pidFd, slots: 1, samples: 3);
        rig.Broker.LeaseChain(1, 0, 2, 0, 3);
        await rig.Broker.Ended(0, 3);
        await rig.Broker.Ended(1, 2);

        string[] order = rig.Read("order").Trim().Split('\n').Select(line => line[0] + line[^1..]).ToArray();
        Assert.Equal(["s0", "s1", "s2", "t0", "t2"], order.Order(StringComparer.Ordinal));
        Assert.True(Array.IndexOf(order, "s0") < Array.IndexOf(order, "t0"));
        Assert.Equal([0L, 2L], rig.Broker.Records(1).Select(record => record.Index).Order());
    }

    [Fact]
    public async Task A_recall_gives_back_everything_that_has_not_started()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "until [ -e ../../../go ]; do sleep 0.05; done", 100)], slots: 2, samples: 100);
        rig.Broker.HeartbeatInterval = TimeSpan.FromMilliseconds(50);
        rig.Broker.Say(new Welcome(rig.Broker.HeartbeatInterval, []));
        rig.Broker.Lease(1, 0, 0, 100);
        await rig.Broker.Until(() => rig.Broker.All<Heartbeat>().Any(beat => beat.Running.Count == 2));

        rig.Broker.Say(new LeaseRecall(5, new LeaseId(1), [new IndexRange(0, 100)], Kill: false));
        await rig.Broker.Until(() => rig.Broker.All<LeaseRelease>().Any(release => release.Recall == 5));
        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        await rig.Broker.Ended(0, 2);

        Assert.Equal(98, rig.Broker.Released(0).Length);
        Assert.Empty(rig.Broker.Released(0).Intersect(rig.Broker.Records(0).Select(record => record.Index)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_killing_recall_ends_what_runs(bool pidFd)
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "echo $$ > pid; exec sleep 1000")], pidFd);
        rig.Broker.Say(new Welcome(TimeSpan.FromMilliseconds(50), []));
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Until(() => rig.Broker.All<Heartbeat>().Any(beat => beat.Running.Count == 1));

        rig.Broker.Say(new LeaseRecall(5, new LeaseId(1), [new IndexRange(0, 1)], Kill: true));

        Assert.Equal(TaskOutcome.Cancelled, Assert.Single(await rig.Broker.Ended(0, 1)).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancelling_ends_what_runs_and_leaves_it_to_others(bool pidFd)
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "trap 'exit 100' TERM; mkdir ../../first 2>/dev/null || trap '' TERM; touch ready; while :; do sleep 0.05; done", 50)],
            pidFd, slots: 2, samples: 50);
        rig.Broker.Lease(1, 0, 0, 50);
        rig.Broker.Say(new Welcome(TimeSpan.FromMilliseconds(50), []));
        await rig.Broker.Until(() =>
            Directory.GetFiles(rig.Plan.Workspace, "ready", SearchOption.AllDirectories).Length == 2);

        rig.Cancel();

        Assert.Equal(WorkerEnd.Cancelled, await rig.End);
        TaskRecord only = Assert.Single(rig.Broker.Records(0));
        Assert.Equal(TaskOutcome.Restart, only.Outcome);
        Assert.Equal(49, rig.Broker.Released(0).Length);
        Assert.IsType<ConsumerGoodbye>(rig.Broker.All<ClientMessage>()[^1]);
    }

    [Fact]
    public async Task Reports_are_sent_again_after_a_new_attachment()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "true")]);
        rig.Broker.Acknowledges = false;
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Ended(0, 1);

        rig.Broker.Acknowledges = true;
        rig.Broker.Say(new Welcome(TimeSpan.FromSeconds(5), []));
        await rig.Broker.Ended(0, 2);

        Assert.Single(rig.Broker.All<TaskReport>().Select(report => report.Sequence).Distinct());
        Assert.Equal(WorkerEnd.Released, await rig.Release());
    }

    [Fact]
    public async Task A_plan_that_cannot_be_read_makes_its_tasks_not_startable()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "true")]);
        rig.Broker.Say(new LeaseGrant(
            new LeaseId(1), [ScriptedBroker.Array(4)], [new IndexRange(0, 2)], []));

        Assert.All(await rig.Broker.Ended(4, 2), record => Assert.Equal(TaskOutcome.NotStartable, record.Outcome));
    }
}

using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Tests.Running;

public sealed class BrokenLineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task What_ended_while_the_line_was_broken_is_declared_and_reported_when_it_opens_again()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "until [ -e ../../go ]; do sleep 0.02; done", 6)], slots: 2, samples: 6);
        rig.Broker.Lease(1, 0, 0, 6);
        await rig.UntilStarted(2);

        rig.Broker.Break();
        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        await rig.UntilThere("s", "05", "MERLIN_FINISHED");
        Assert.Empty(rig.Broker.Records(0));
        rig.Broker.Mend();

        TaskRecord[] records = await rig.Broker.Ended(0, 6);
        Assert.Equal(Enumerable.Range(0, 6).Select(i => (long)i), records.Select(record => record.Index));
        ConsumerHello[] hellos = [.. rig.Broker.All<ConsumerHello>()];
        Assert.Equal(2, hellos.Length);
        Assert.Equal(hellos[0].Consumer, hellos[1].Consumer);
        Assert.Equal([0L, 1, 2, 3, 4, 5], Indices(hellos[1]));
        Assert.Equal(WorkerEnd.Released, await rig.Release());
    }

    [Fact]
    public async Task Nothing_starts_from_the_hello_to_the_welcome_and_what_was_lost_never_does()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "until [ -e ../../go ]; do sleep 0.02; done", 4)], slots: 1, samples: 4);
        rig.Broker.Lease(1, 0, 0, 4);
        string running = Assert.Single(await rig.UntilStarted(1));
        long index = long.Parse(running);

        rig.Broker.Break();
        rig.Broker.Greets = false;
        rig.Broker.Mend();
        await rig.Broker.Until(() => rig.Broker.All<ConsumerHello>().Count == 2);
        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        await rig.UntilThere("s", running, "MERLIN_FINISHED");
        ConsumerHello hello = rig.Broker.All<ConsumerHello>()[1];
        rig.Broker.Say(new Welcome(rig.Broker.HeartbeatInterval, [new HeldLease(new LeaseId(1), ScriptedBroker.Array(0), [new IndexRange(0, index), new IndexRange(index + 1, 4)])])
        {
            Number = hello.Number,
        });

        Assert.Equal(index, Assert.Single(await rig.Broker.Ended(0, 1)).Index);
        await rig.Release();
        Assert.Single(rig.Started);
    }

    [Fact]
    public async Task What_is_given_back_between_the_hello_and_the_welcome_is_told_after_it()
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "until [ -e ../../go ]; do sleep 0.02; done", 4)], slots: 1, samples: 4);
        rig.Broker.Lease(1, 0, 0, 4);
        await rig.UntilStarted(1);

        rig.Broker.Break();
        rig.Broker.Greets = false;
        rig.Broker.Mend();
        await rig.Broker.Until(() => rig.Broker.All<ConsumerHello>().Count == 2);
        Assert.Equal([0L, 1, 2, 3], Indices(rig.Broker.All<ConsumerHello>()[1]));
        rig.Drain();
        await rig.UntilLogged("comes to an end");
        rig.Broker.Say(new Welcome(rig.Broker.HeartbeatInterval, []) { Number = rig.Broker.All<ConsumerHello>()[1].Number });

        await rig.Broker.Until(() => rig.Broker.Released(0).Length == 3);
        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        Assert.Equal(WorkerEnd.Drained, await rig.End.WaitAsync(Limit));
        Assert.Single(rig.Broker.Records(0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_is_not_answered_for_too_long_starts_nothing_more_until_it_is(bool isCut)
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "until [ -e ../../go ]; do sleep 0.02; done", 2)],
            slots: 1,
            samples: 2,
            prepare: broker =>
            {
                broker.HeartbeatInterval = TimeSpan.FromMilliseconds(50);
                broker.HeartbeatLimit = TimeSpan.FromMilliseconds(600);
            });
        rig.Broker.Lease(1, 0, 0, 2);
        string running = Assert.Single(await rig.UntilStarted(1));

        rig.Broker.AnswersHeartbeats = false;
        if (isCut)
        {
            rig.Broker.Break();
        }

        await rig.UntilLogged("no more tasks are started");
        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        await rig.UntilThere("s", running, "MERLIN_FINISHED");
        Assert.Single(rig.Started);
        rig.Broker.AnswersHeartbeats = true;
        if (isCut)
        {
            rig.Broker.Mend();
        }

        Assert.Equal([0L, 1], (await rig.Broker.Ended(0, 2)).Select(record => record.Index));
        Assert.Contains("tasks are started as before", rig.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_broker_that_does_not_know_the_worker_hears_everything_again()
    {
        await using Rig rig = Rig.Start([Rig.Node("s", "until [ -e ../go ]; do sleep 0.02; done")]);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.UntilThere("s", "s.out");

        rig.Broker.Say(new ConsumerUnknown());
        await rig.Broker.Until(() => rig.Broker.All<ConsumerHello>().Count == 2);

        Assert.Equal([0L], Indices(rig.Broker.All<ConsumerHello>()[1]));
        await File.WriteAllTextAsync(rig.PathOf("go"), "");
        await rig.Broker.Ended(0, 1);
        await rig.Broker.Until(() => rig.Broker.All<CreditGrant>().Count >= 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_refused_worker_finishes_what_runs_and_says_why_it_leaves(bool byLine)
    {
        await using Rig rig = Rig.Start(
            [Rig.Sampled("s", "until [ -e ../../go ]; do sleep 0.02; done", 9)], slots: 1, samples: 9);
        rig.Broker.Lease(1, 0, 0, 9);
        string running = Assert.Single(await rig.UntilStarted(1));

        if (byLine)
        {
            rig.Broker.Listener.Refused("the key was revoked.");
        }
        else
        {
            rig.Broker.Say(new ConsumerRefused("the key was revoked."));
        }

        await rig.UntilLogged("does not take this worker: the key was revoked.");
        Assert.False(rig.End.IsCompleted);
        await File.WriteAllTextAsync(rig.PathOf("go"), "");

        Assert.Equal(WorkerEnd.Refused, await rig.End.WaitAsync(Limit));
        Assert.Equal("the key was revoked.", rig.Refusal);
        Assert.True(File.Exists(rig.PathOf("s", running, "MERLIN_FINISHED")));
        Assert.Single(rig.Started);
    }

    [Fact]
    public async Task A_plan_whose_request_was_lost_with_the_line_is_asked_for_again()
    {
        int asked = 0;
        await using Rig rig = Rig.Start([Rig.Node("s", "true")], prepare: broker =>
            broker.PlanAnswer = _ => ++asked == 1 ? new HeartbeatAck(0) : null);
        rig.Broker.Lease(1, 0, 0, 1);
        await rig.Broker.Until(() => rig.Broker.All<PlanRequest>().Count == 1);

        rig.Broker.Break();
        rig.Broker.Mend();

        await rig.Broker.Ended(0, 1);
        Assert.Equal(2, asked);
    }

    private static long[] Indices(ConsumerHello hello) =>
        [.. hello.Held.SelectMany(held => held.Ranges)
            .SelectMany(range => Enumerable.Range((int)range.Start, (int)range.Count)).Select(i => (long)i).Distinct().Order()];
}

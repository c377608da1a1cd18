using Merlin.Broker.Hosting;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests.Hosting;

public class EventTests
{
    [Fact]
    public async Task A_studys_life_is_told_in_order_and_only_to_those_who_may_see_it()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System);
        using var me = new Asker(host);
        using var other = new Asker(host, "other");
        StudyId study = await me.SubmitAsync(Samples.Submission(Samples.ArrayOf(1)));
        await me.AskAsync<RequestDone>(number => new StudyHold(number, study, true));
        await me.AskAsync<RequestDone>(number => new StudyHold(number, study, false));
        using (var worker = new ScriptedWorker(host))
        {
            worker.RunLease();
            worker.Send(new ConsumerGoodbye());
            await me.EndOfAsync(study);
            List<string> kinds = await FollowUntilAsync(me, "consumer-left");
            Assert.Equal(
                [
                    "study-submitted", "study-held", "study-released", "consumer-joined", "tasks-ended", "study-ended",
                    "consumer-left",
                ],
                kinds);
        }

        Events nothing = await other.AskAsync<Events>(number => new EventsRequest(number, 0, null, 100, false));
        Assert.Empty(nothing.Items);
        Events all = await me.AskAsync<Events>(number => new EventsRequest(number, 0, study, 100, false));
        BrokerEvent ended = Assert.Single(all.Items, happened => happened.Kind == "tasks-ended");
        Assert.Equal((study, 0, "worker", TaskOutcome.Succeeded), (ended.Study, ended.Ordinal, ended.Consumer, ended.Outcome));
        Assert.Equal([new IndexRange(0, 1)], ended.Tasks);
        await me.AskAsync<RequestDone>(number => new StudyShare(number, study, "other", true));
        Assert.NotEmpty((await other.AskAsync<Events>(number => new EventsRequest(number, 0, null, 100, false))).Items);
    }

    [Fact]
    public async Task Whoever_waits_is_answered_when_something_happens()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System);
        using var me = new Asker(host);
        Events now = await me.AskAsync<Events>(number => new EventsRequest(number, -1, null, 10, false));
        Task<Events> waiting = me.AskAsync<Events>(number => new EventsRequest(number, now.Next, null, 10, true));
        using var other = new Asker(host, "other");
        await other.SubmitAsync(Samples.Submission(Samples.ArrayOf(1)));
        Assert.False(waiting.IsCompleted);
        StudyId study = await me.SubmitAsync(Samples.Submission(Samples.ArrayOf(1)));
        Events told = await waiting;
        Assert.Equal(study, Assert.Single(told.Items).Study);
        Assert.False(told.Missed);
        Assert.True(told.Next > now.Next);
    }

    [Fact]
    public async Task Numbers_go_up_across_a_restart_and_what_is_gone_is_said_to_be_missed()
    {
        using var directory = new TemporaryDirectory();
        Events before;
        using (Store store = Store.Open(directory.Path))
        using (BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System))
        using (var me = new Asker(host))
        {
            await me.SubmitAsync(Samples.Submission(Samples.ArrayOf(1)));
            before = await me.AskAsync<Events>(number => new EventsRequest(number, 0, null, 10, false));
        }

        using Store again = Store.Open(directory.Path);
        using BrokerHost next = BrokerHost.Start(again, new SchedulerOptions(), TimeProvider.System);
        using var back = new Asker(next);
        await back.SubmitAsync(Samples.Submission(Samples.ArrayOf(1)));
        Events after = await back.AskAsync<Events>(number => new EventsRequest(number, before.Next, null, 10, true));
        Assert.True(after.Missed);
        Assert.True(Assert.Single(after.Items).Sequence > before.Next);
    }

    [Fact]
    public void The_ring_keeps_the_latest_events_in_bounded_memory()
    {
        var ring = new EventRing(new Instant(1000));
        IndexRange[] ranges = [.. Enumerable.Range(0, 512).Select(index => IndexRange.Of(2 * index))];
        for (int i = 0; i < 5_000; i++)
        {
            ring.Add(new BrokerEvent(0, default, "tasks-ended", null, null, ranges, TaskOutcome.None, null, null), "me");
        }

        Assert.Equal(6_000, ring.Last);
        Assert.InRange((ring.Last - ring.First + 1) * ranges.Length, 1, 1_000_000);
        Assert.Equal(ring.First, ring[ring.First].Event.Sequence);
        for (int i = 0; i < 70_000; i++)
        {
            ring.Add(new BrokerEvent(0, default, "study-held", null, null, [], TaskOutcome.None, null, null), "me");
        }

        Assert.Equal(65_536, ring.Last - ring.First + 1);
        Assert.Equal(ring.First, ring[ring.First].Event.Sequence);
    }

    private static async Task<List<string>> FollowUntilAsync(Asker asker, string last)
    {
        var kinds = new List<string>();
        long after = 0;
        while (!kinds.Contains(last))
        {
            Events events = await asker.AskAsync<Events>(number => new EventsRequest(number, after, null, 2, true));
            kinds.AddRange(events.Items.Select(happened => happened.Kind));
            after = events.Next;
        }

        return kinds;
    }
}

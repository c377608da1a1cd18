using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests.Hosting;

public class QueryTests
{
    [Fact]
    public async Task Open_and_ended_studies_are_listed_newest_first_in_pages()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using var me = new Asker(host);
        StudyId ended = await SubmitAsync(me, "a", 3);
        await EndAsync(host, me, ended);
        StudyId open = await SubmitAsync(me, "b", 5);

        StudyList all = await me.AskAsync<StudyList>(number => new StudyListRequest(number, true, null, null, null, 100));
        Assert.Equal([open, ended], all.Studies.Select(study => study.Study));
        Assert.Equal((3L, 3L, 0L), (all.Studies[1].Tasks, all.Studies[1].Ended, all.Studies[1].Unsuccessful));
        Assert.Equal(StudyEnd.Completed, all.Studies[1].End);
        StudyList running = await me.AskAsync<StudyList>(number => new StudyListRequest(number, false, null, null, null, 100));
        Assert.Equal([open], running.Studies.Select(study => study.Study));
        StudyList next = await me.AskAsync<StudyList>(number => new StudyListRequest(number, true, null, null, open.Value, 1));
        Assert.Equal([ended], next.Studies.Select(study => study.Study));
        StudyList named = await me.AskAsync<StudyList>(number => new StudyListRequest(number, true, "a", "/a", null, 100));
        Assert.Equal([ended], named.Studies.Select(study => study.Study));
    }

    [Fact]
    public async Task A_study_that_has_ended_is_shown_over_a_line_as_it_was()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using var me = new Asker(host);
        StudyId study = await SubmitAsync(me, "a", 500);
        await EndAsync(host, me, study);
        await SubmitAsync(me, "b", 1);

        using var source = new BrokerStatusSource(me.Client, study);
        StudyStatus status = source.GetStatus();
        Assert.Equal((StudyEnd.Completed, false), (status.End, status.Live));
        Assert.Equal(500, status.Arrays[0].CountOf(TaskOutcome.Succeeded));
        Assert.Equal(["worker"], status.Arrays[0].Consumers);
        List<TaskRow> rows = await Task.Run(() => source.Tasks(0).ToList());
        Assert.Equal(Enumerable.Range(0, 500).Select(index => (long)index), rows.Select(row => row.Index));
        Assert.Equal([1, 2, 3], source.ReadPlan().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Tasks(1));
    }

    [Fact]
    public async Task What_is_somebody_elses_is_refused_in_the_words_for_what_is_not_there()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using var me = new Asker(host);
        using var other = new Asker(host, "other");
        StudyId ended = await SubmitAsync(me, "a", 1);
        await EndAsync(host, me, ended);
        StudyId open = await SubmitAsync(me, "b", 1);
        var unknown = new StudyId(99);
        foreach (Func<StudyId, Func<long, ProducerRequest>> ask in StudyRequests())
        {
            string words = (await other.RefusedAsync(ask(unknown))).Message;
            foreach (StudyId mine in new[] { ended, open })
            {
                string said = (await other.RefusedAsync(ask(mine))).Message;
                Assert.Equal(words.Replace("99", $"{mine.Value}", StringComparison.Ordinal), said);
            }
        }

        await Assert.ThrowsAsync<RequestRefusedException>(() => other.Client.ReadPlanAsync(open, CancellationToken.None));
        Assert.Empty((await other.AskAsync<StudyList>(
            number => new StudyListRequest(number, true, null, null, null, 100))).Studies);
        Assert.Equal(StudyEnd.Completed, await me.EndOfAsync(ended));
    }

    [Fact]
    public async Task A_shared_study_is_seen_by_the_other_user_open_or_ended()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using var me = new Asker(host);
        using var other = new Asker(host, "other");
        StudyId ended = await SubmitAsync(me, "a", 1);
        await EndAsync(host, me, ended);
        StudyId open = await SubmitAsync(me, "b", 1);
        foreach (StudyId study in new[] { ended, open })
        {
            await me.AskAsync<RequestDone>(number => new StudyShare(number, study, "other", true));
            await me.AskAsync<RequestDone>(number => new StudyShare(number, study, "other", true));
            StudyStatusAnswer answer = await other.AskAsync<StudyStatusAnswer>(
                number => new StudyStatusRequest(number, study));
            Assert.Equal(["other"], answer.Status.SharedWith);
            await other.RefusedAsync(number => new StudyShare(number, study, "third", true));
        }

        StudyList list = await other.AskAsync<StudyList>(number => new StudyListRequest(number, true, null, null, null, 9));
        Assert.Equal([open, ended], list.Studies.Select(study => study.Study));
        await me.AskAsync<RequestDone>(number => new StudyShare(number, ended, "other", false));
        await other.RefusedAsync(number => new StudyStatusRequest(number, ended));
    }

    [Fact]
    public async Task Requests_about_a_study_that_has_ended_are_answered_sensibly()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using var me = new Asker(host);
        StudySubmission submission = Samples.Submission(Samples.ArrayOf(1)) with { Token = "once" };
        StudyId study = await me.SubmitAsync(submission);
        Assert.Equal(study, await me.SubmitAsync(submission));
        await EndAsync(host, me, study);
        Assert.Equal(study, await me.SubmitAsync(submission));
        using var other = new Asker(host, "other");
        Assert.NotEqual(study, await other.SubmitAsync(submission));

        foreach (Func<long, ProducerRequest> ask in new Func<long, ProducerRequest>[]
        {
            number => new StudyCancel(number, study),
            number => new StudyHold(number, study, true),
            number => new UrgencyChange(number, study, [], 3),
            number => new StudyExtend(number, study, [0], 1, 2, new byte[1], 1),
        })
        {
            RequestRefusedException refusal = await me.RefusedAsync(ask);
            Assert.Contains("has ended", refusal.Message, StringComparison.Ordinal);
        }

        Explanation why = await me.AskAsync<Explanation>(number => new ExplainRequest(number, study, 0, 0));
        Assert.Contains("FINISHED", why.Reasons[0], StringComparison.Ordinal);
        await me.RefusedAsync(number => new ExplainRequest(number, study, 0, 1));

        StudyId cancelled = await SubmitAsync(me, "b", 1);
        await me.AskAsync<RequestDone>(number => new StudyCancel(number, cancelled));
        Assert.Equal(StudyEnd.Cancelled, await me.EndOfAsync(cancelled));
        await me.AskAsync<RequestDone>(number => new StudyCancel(number, cancelled));
    }

    [Fact]
    public async Task A_workers_key_asks_nothing_but_how_the_broker_does()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using var worker = new Asker(host, new ClientIdentity("w", "me", Role.Worker));
        BrokerInfo info = await worker.AskAsync<BrokerInfo>(number => new BrokerInfoRequest(number));
        Assert.Equal((store.BrokerId, 0L), (info.BrokerId, info.OpenStudies));
        Assert.True(info.DatabaseBytes > 0);
        await worker.RefusedAsync(number => new StudyListRequest(number, true, null, null, null, 1));
        await worker.RefusedAsync(number => new EventsRequest(number, 0, null, 1, false));
    }

    private static Func<StudyId, Func<long, ProducerRequest>>[] StudyRequests() =>
    [
        study => number => new StudyStatusRequest(number, study),
        study => number => new TaskPageRequest(number, new ArrayId(study, 0), 0),
        study => number => new ExplainRequest(number, study, null, null),
        study => number => new EventsRequest(number, 0, study, 1, false),
        study => number => new StudyCancel(number, study),
        study => number => new StudyHold(number, study, true),
        study => number => new StudyWatch(number, study),
        study => number => new StudyShare(number, study, "other", true),
        study => number => new UrgencyChange(number, study, [], 3),
        study => number => new StudyExtend(number, study, [0], 1, 2, new byte[1], 1),
    ];

    private static BrokerHost Start(Store store) =>
        BrokerHost.Start(store, new SchedulerOptions { LeaseCap = 1_000_000 }, TimeProvider.System);

    private static Task<StudyId> SubmitAsync(Asker asker, string name, long tasks) =>
        asker.SubmitAsync(Samples.Submission(Samples.ArrayOf(tasks)) with { Name = name, Workspace = $"/{name}" });

    private static async Task EndAsync(BrokerHost host, Asker asker, StudyId study)
    {
        Task<StudyEnd> end = asker.EndOfAsync(study);
        using var worker = new ScriptedWorker(host);
        while (!end.IsCompleted && worker.TryRunLease(end))
        {
        }

        await end;
        worker.Send(new ConsumerGoodbye());
    }
}

using Merlin.Broker.Hosting;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests.Hosting;

/// <summary>What a broker tells those who ask of where tasks ran.</summary>
public sealed class WhereaboutsTests
{
    private static readonly TaskRunner Leaf = new(new ConsumerId("leaf"), "sim", "node3", "ƒ3");

    [Fact]
    public async Task Pages_explanations_and_events_tell_of_hosts_and_jobs()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System);
        using var me = new Asker(host);
        StudyId study = await me.SubmitAsync(Samples.Submission(Samples.ArrayOf(2), Samples.ArrayOf(1, "held")));
        await me.AskAsync<RequestDone>(number => new UrgencyChange(number, study, [1], 0));
        using var worker = new ScriptedWorker(host);
        worker.Send(new CreditGrant(1));
        LeaseGrant lease = worker.Next<LeaseGrant>();
        Report(worker, lease, 0, new TaskPlace(0, "ƒ9", "node[4-5]"));
        Report(worker, lease, 1, null);

        TaskPageAnswer page = await me.AskAsync<TaskPageAnswer>(number => new TaskPageRequest(number, lease.Chain[0], 0));
        Assert.Equal(
            [("sim", "node[4-5]", "ƒ9", "ƒ3"), ("sim", "node3", null, "ƒ3")],
            page.Page.Rows.Select(row => (row.Consumer, row.Hosts, row.Job, row.Instance)));
        Explanation why = await me.AskAsync<Explanation>(number => new ExplainRequest(number, study, 0, 0));
        Assert.Equal(
            ["It has ended well.", "It ran on node[4-5] as Flux job ƒ9, for worker 'sim' in Flux job ƒ3."], why.Reasons);
        Events events = await me.AskAsync<Events>(number => new EventsRequest(number, 0, study, 100, false));
        Assert.Equal(
            [("sim", "node[4-5]", "ƒ9"), ("sim", "node3", null)],
            events.Items.Where(happened => happened.Kind == EventKinds.TasksEnded)
                .Select(happened => (happened.Consumer, happened.Hosts, happened.Job)));

        await me.AskAsync<RequestDone>(number => new StudyCancel(number, study));
        await me.EndOfAsync(study);
        Explanation later = await me.AskAsync<Explanation>(number => new ExplainRequest(number, study, 0, 1));
        Assert.Contains("It ran on node3, for worker 'sim' in Flux job ƒ3.", later.Reasons);
    }

    [Fact]
    public void Tasks_that_ended_together_in_several_places_have_no_place_together()
    {
        var draft = new TaskEventDraft();
        var ended = new Changes.TasksEnded(Samples.Array, new ConsumerId("w"), []);
        draft.Add(0, ended, new TaskPlace(0, "ƒ1", "a"));
        Assert.Equal(("a", "ƒ1"), (draft.Hosts("w"), draft.Job));

        draft.Add(1, ended, new TaskPlace(1, "ƒ2", "a"));
        Assert.Equal(("a", null), (draft.Hosts("w"), draft.Job));

        draft.Add(2, ended, null);
        draft.Add(3, ended, null);
        Assert.Null(draft.Hosts("w"));
    }

    private static void Report(ScriptedWorker worker, LeaseGrant lease, long index, TaskPlace? place)
    {
        var record = new TaskRecord(index, TaskOutcome.Succeeded, 0, 0, 1_700_000_000_000_000, 5, 5);
        worker.Send(new TaskReport(lease.Lease, lease.Chain[0], index + 1, [record], [])
        {
            Places = place is null ? [] : [place],
            Runners = [new RunnerShare(Leaf, 1)],
        });
        worker.Next<ReportAck>();
    }
}

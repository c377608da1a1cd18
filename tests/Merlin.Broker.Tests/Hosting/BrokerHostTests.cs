using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Status;
using Merlin.Broker.Storage;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests.Hosting;

public class BrokerHostTests
{
    private static readonly ArrayDependency AfterFirst = new(0, ArrayDependencyKind.All);

    [Fact]
    public async Task A_study_runs_from_submission_to_its_end()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        Assert.Null(host.GetStatus());
        using var producer = new Asker(host);
        StudyId study = await producer.SubmitAsync(
            Samples.Submission(Samples.ArrayOf(50), Samples.ArrayOf(1, "collect", AfterFirst)));
        using var worker = new ScriptedWorker(host);
        worker.Send(new PlanRequest(study));
        Assert.Equal([1, 2, 3], worker.Next<PlanReply>().Plan.ToArray());
        while (host.GetStatus()!.Closed is null)
        {
            worker.RunLease();
        }

        Assert.Equal(StudyEnd.Completed, await producer.EndOfAsync(study));
        StudyStatus status = host.GetStatus()!;
        Assert.Equal([50L, 1L], status.Arrays.Select(array => array.CountOf(TaskOutcome.Succeeded)));
        Assert.Equal(new RunTimes(50, 2, 0), status.Arrays[0].RunTimes);
        Assert.Equal(["worker"], status.Arrays[0].Consumers);
        using IStudyStatusSource source = host.OpenStatus();
        Assert.Equal(Enumerable.Range(0, 50).Select(index => (long)index), source.Tasks(0).Select(row => row.Index));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.Tasks(2).Count());
    }

    [Fact]
    public async Task Running_tasks_are_shown_with_those_that_have_ended()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using var producer = new Asker(host);
        await producer.SubmitAsync(Samples.Submission(Samples.ArrayOf(1), Samples.ArrayOf(10_000, "b")));
        using var worker = new ScriptedWorker(host);
        LeaseGrant first = worker.RunLease();
        worker.Send(new CreditGrant(1));
        LeaseGrant second = worker.Next<LeaseGrant>();
        worker.Send(new Heartbeat([new RunningTask(second.Chain[0], second.Ranges[0].Start, 0, 1_700_000_000_000_000)]));
        StudyStatus status = host.GetStatus()!;
        Assert.Equal(1, status.Arrays.Sum(array => array.Running));
        Assert.All(status.Arrays, array => Assert.Equal(
            array.Count, array.Waiting + array.Ready + array.Leased + array.Running + array.Ended));
        using IStudyStatusSource source = host.OpenStatus();
        TaskRow row = Assert.Single(
            source.Tasks(second.Chain[0].Ordinal), row => row.Outcome == TaskOutcome.None);
        Assert.Equal((second.Ranges[0].Start, "worker"), (row.Index, row.Consumer));
        Assert.Contains(
            source.Tasks(first.Chain[0].Ordinal),
            row => row.Outcome == TaskOutcome.Succeeded && row.Index == first.Ranges[0].Start);
    }

    [Fact]
    public async Task A_broker_that_starts_again_goes_on_where_its_store_stands()
    {
        using var directory = new TemporaryDirectory();
        LeaseGrant held;
        using (Store store = Store.Open(directory.Path))
        using (BrokerHost host = Start(store))
        using (var producer = new Asker(host))
        using (var worker = new ScriptedWorker(host))
        {
            await producer.SubmitAsync(Samples.Submission(Samples.ArrayOf(200)));
            worker.RunLease();
            worker.Send(new CreditGrant(1));
            held = worker.Next<LeaseGrant>();
        }

        using Store again = Store.Open(directory.Path);
        using BrokerHost next = Start(again);
        HeldLease[] declared = [.. held.Chain.Select(array => new HeldLease(held.Lease, array, held.Ranges))];
        using var back = new ScriptedWorker(next, "worker", declared);
        Assert.Empty(back.Next<Welcome>().Lost);
        back.Report(held, held.Chain[0]);
        while (next.GetStatus()!.Closed is null)
        {
            back.RunLease();
        }

        Assert.Equal(200, next.GetStatus()!.Arrays[0].CountOf(TaskOutcome.Succeeded));
    }

    [Fact]
    public async Task A_refused_study_tells_its_producer_why()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using var producer = new Asker(host);
        await Assert.ThrowsAsync<RequestRefusedException>(
            () => producer.SubmitAsync(Samples.Submission(Samples.ArrayOf(0))));
    }

    [Fact]
    public async Task A_failing_store_ends_the_host_and_tells_everybody()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(1))]);
        Assert.Throws<StoreException>(() => store.Commit([Samples.Added(Samples.Study, Samples.ArrayOf(1))]));
        using BrokerHost host = Start(store);
        await Assert.ThrowsAsync<StoreException>(() => host.Stopped);
        Assert.Throws<StoreException>(host.GetStatus);
        using var producer = new Asker(host);
        BrokerUnavailableException refusal = await Assert.ThrowsAsync<BrokerUnavailableException>(
            () => producer.SubmitAsync(Samples.Submission(Samples.ArrayOf(1))));
        Assert.Contains("failed before", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_defect_ends_the_host_with_words_for_the_user()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        using BrokerHost host = Start(store);
        using IBrokerChannel broken = host.Connect(ClientIdentity.OfThisUser("me"), new CallbackListener(_ => throw new InvalidOperationException("a broken line")));
        broken.Send(new PlanRequest(new StudyId(1)));
        HostFaultException fault = await Assert.ThrowsAsync<HostFaultException>(() => host.Stopped);
        Assert.DoesNotContain("a broken line", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void After_its_end_a_host_refuses_questions()
    {
        using var directory = new TemporaryDirectory();
        using Store store = Store.Open(directory.Path);
        BrokerHost host = Start(store);
        IBrokerChannel channel = host.Connect(ClientIdentity.OfThisUser("me"), new CallbackListener(_ => { }));
        host.Dispose();
        Assert.Throws<ObjectDisposedException>(host.GetStatus);
        channel.Send(new Heartbeat([]));
        channel.Dispose();
        Assert.Throws<ObjectDisposedException>(() => channel.Send(new Heartbeat([])));
    }

    private static BrokerHost Start(Store store) =>
        BrokerHost.Start(store, new SchedulerOptions(), TimeProvider.System);
}

using Merlin.Broker.Hosting;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Tests.Storage;
using Merlin.Broker.Tests.Wire;
using Merlin.Broker.Wire;

namespace Merlin.Broker.Tests.Hosting.Agents;

/// <summary>Agents between a broker and leaves, over real sockets.</summary>
[Collection(WireTests.Name)]
public class AgentTreeTests
{
    private const int Tasks = 400;

    // Only a test that fails waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly ArrayDependency EachAfterFirst = new(0, ArrayDependencyKind.Elementwise);
    private static readonly ArrayDependency AllAfterSecond = new(1, ArrayDependencyKind.All);

    private static readonly StudySubmission Chain = Samples.Submission(
        Samples.ArrayOf(Tasks), Samples.ArrayOf(Tasks, "second", EachAfterFirst), Samples.ArrayOf(1, "collect", AllAfterSecond));

    [Theory]
    [InlineData("ipc")]
    [InlineData("tcp")]
    public async Task A_study_runs_through_an_agent(string kind)
    {
        await using var rig = new AgentRig();
        string address = kind == "ipc" ? rig.IpcOf("agent") : "tcp://127.0.0.1:0";
        (AgentHost agent, BrokerEndpoint endpoint) = rig.StartAgent("agent-1", rig.RootEndpoint, address);
        var ledger = new TaskLedger();
        using var one = new HonestLeaf("one", ledger, AgentRig.Connect(endpoint));
        using var two = new HonestLeaf("two", ledger, AgentRig.Connect(endpoint));
        using var producer = new Asker(rig.Root);

        await RunAsync(producer);
        Assert.Equal((2 * Tasks) + 1, ledger.Tasks);
        Assert.Empty(ledger.Broken);
        agent.Leave("the test is over");
        Assert.Equal("the test is over", await one.Stopped.Task.WaitAsync(Limit));
        Assert.Equal(new AgentEnd(AgentEndKind.Left, "the test is over"), await agent.Ended.WaitAsync(Limit));
        while ((await producer.AskAsync<ConsumerList>(number => new ConsumerListRequest(number))).Consumers.Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System); // the goodbye is on its way
        }
    }

    [Fact]
    public async Task A_study_runs_through_agents_under_an_agent()
    {
        await using var rig = new AgentRig();
        (_, BrokerEndpoint top) = rig.StartAgent("top", rig.RootEndpoint, rig.IpcOf("top"));
        (_, BrokerEndpoint left) = rig.StartAgent("left", top, rig.IpcOf("left"));
        (_, BrokerEndpoint right) = rig.StartAgent("right", top, rig.IpcOf("right"));
        var ledger = new TaskLedger();
        using var one = new HonestLeaf("one", ledger, AgentRig.Connect(left));
        using var two = new HonestLeaf("two", ledger, AgentRig.Connect(right));
        using var producer = new Asker(rig.Root);

        await RunAsync(producer);
        Assert.Equal((2 * Tasks) + 1, ledger.Tasks);
        Assert.Empty(ledger.Broken);
        Assert.Equal(rig.Options.HeartbeatLimit / 4, one.Limit);
    }

    [Fact]
    public async Task Whoever_stops_the_workers_of_the_broker_stops_the_leaves_of_its_agents()
    {
        await using var rig = new AgentRig();
        (AgentHost agent, BrokerEndpoint endpoint) = rig.StartAgent("agent-1", rig.RootEndpoint, rig.IpcOf("agent"));
        using var leaf = new HonestLeaf("leaf", new TaskLedger(), AgentRig.Connect(endpoint));
        using var producer = new Asker(rig.Root);
        await RunAsync(producer);

        await producer.AskAsync<RequestDone>(number => new ConsumersStop(number, [new ConsumerId("agent-1")]));
        Assert.NotEmpty(await leaf.Stopped.Task.WaitAsync(Limit));
        Assert.Equal(AgentEndKind.Left, (await agent.Ended.WaitAsync(Limit)).Kind);
    }

    // The first agent dies with tasks that run, that are done, and that wait; the second one has never heard of any of them.
    [Fact]
    public async Task The_leaves_of_an_agent_that_was_killed_go_on_under_the_next_and_nothing_is_lost()
    {
        var options = new SchedulerOptions { HeartbeatLimit = TimeSpan.FromSeconds(2), HeartbeatInterval = TimeSpan.FromMilliseconds(200) };
        await using var rig = new AgentRig(options);
        (AgentHost first, BrokerEndpoint endpoint) = rig.StartAgent("life-1", rig.RootEndpoint, rig.IpcOf("agent"));
        var ledger = new TaskLedger();
        bool mayEnd = false;
        using var one = new HonestLeaf("one", ledger, AgentRig.Connect(endpoint), task => task.Index % 3 == 0 || Volatile.Read(ref mayEnd));
        using var two = new HonestLeaf("two", ledger, AgentRig.Connect(endpoint), task => task.Index % 3 == 1 || Volatile.Read(ref mayEnd));
        using var producer = new Asker(rig.Root);
        StudyId study = await producer.SubmitAsync(Chain);
        await UntilAsync(() => ledger.Tasks > 20);

        await rig.KillAsync(first);
        rig.StartAgent("life-2", rig.RootEndpoint, rig.IpcOf("agent"));
        Volatile.Write(ref mayEnd, true);
        one.EndMore();
        two.EndMore();

        Assert.Equal(StudyEnd.Completed, await producer.EndOfAsync(study).WaitAsync(Limit));
        Assert.Equal((2 * Tasks) + 1, ledger.Tasks);
        Assert.Empty(ledger.Broken);
    }

    private static async Task RunAsync(Asker producer)
    {
        StudyId study = await producer.SubmitAsync(Chain);
        Assert.Equal(StudyEnd.Completed, await producer.EndOfAsync(study).WaitAsync(Limit));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }
}

using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Tests.Wire;
using Microsoft.Extensions.Logging.Abstractions;

namespace Merlin.Broker.Tests.Hosting.Agents;

/// <summary>An agent's host with the test on both of its sides.</summary>
public sealed class AgentHostTests : IAsyncLifetime, IDisposable
{
    private static readonly StudyId Study = new(1);
    private static readonly ArrayId Array = new(Study, 0);

    // Only a test that fails waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ScriptedBroker _above = new();
    private readonly AgentHost _agent;

    public AgentHostTests()
    {
        var options = new AgentOptions { Identity = new ConsumerId("agent-1"), Name = "agent", Host = "node0", Owner = "me", Job = "fJob" };
        _agent = AgentHost.Start(options, _above.Connect, TimeProvider.System, NullLogger.Instance);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _agent.DisposeAsync();

    public void Dispose() => _above.Dispose();

    [Fact]
    public void It_greets_as_itself_and_tells_above_what_its_leaves_can_take()
    {
        _above.Open();
        Assert.Equal(0, _above.Welcome().Slots);
        using var leaf = new Line(_agent);
        Assert.Equal("agent-1", leaf.Next<BrokerGreeting>().BrokerId);
        leaf.Send(Hello("leaf") with { Resources = [new InstanceResources(1, 2, 8, 1)] });
        leaf.Next<Welcome>();
        ConsumerHello hello = _above.Welcome();

        Assert.Equal("fJob", hello.Job);
        Assert.Equal([new InstanceResources(1, 2, 8, 1)], hello.Resources);
        Assert.Equal(3, hello.Slots);
        AgentFacts facts = _agent.Facts();
        Assert.True(facts.IsAttached);
        Assert.Equal(1, facts.Consumers);
        Assert.Equal("leaf", Assert.Single(_agent.Consumers()).Name);
    }

    [Fact]
    public void Leaves_that_ask_for_a_plan_share_one_fetch_and_later_ones_need_none()
    {
        _above.Open();
        using var one = new Line(_agent);
        using var two = new Line(_agent);
        one.Send(new PlanRequest(Study));
        _above.Next<PlanRequest>();
        two.Send(new PlanRequest(Study));
        _agent.Facts(); // by now the second question has been taken in
        _above.Say(new PlanReply(Study, new byte[] { 1, 2, 3 }));
        Assert.Equal([1, 2, 3], one.Next<PlanReply>().Plan.ToArray());
        Assert.Equal([1, 2, 3], two.Next<PlanReply>().Plan.ToArray());
        one.Send(new PlanRequest(Study));
        Assert.Equal([1, 2, 3], one.Next<PlanReply>().Plan.ToArray());
        Assert.Empty(_above.Taken<PlanRequest>());
    }

    [Fact]
    public void A_plan_is_fetched_anew_when_a_lease_needs_a_later_one()
    {
        using Line leaf = Attached();
        leaf.Send(new PlanRequest(Study));
        _above.Next<PlanRequest>();
        _above.Say(new PlanReply(Study, new byte[] { 1 }));
        leaf.Next<PlanReply>();
        _above.Say(new LeaseGrant(new LeaseId(1), [Array], [new IndexRange(0, 1)], []) { Queues = ["q"], PlanRevision = 1 });
        leaf.Next<LeaseGrant>();
        leaf.Send(new PlanRequest(Study));
        _above.Next<PlanRequest>();
        _above.Say(new PlanReply(Study, new byte[] { 2 }) { Revision = 1 });
        Assert.Equal([2], leaf.Next<PlanReply>().Plan.ToArray());
    }

    [Fact]
    public void A_plan_that_is_refused_is_refused_below_and_asked_for_again_by_the_next()
    {
        _above.Open();
        using var leaf = new Line(_agent);
        for (int i = 0; i < 2; i++)
        {
            leaf.Send(new PlanRequest(Study));
            _above.Next<PlanRequest>();
            _above.Say(new PlanRefused(Study, "gone"));
            Assert.Equal("gone", leaf.Next<PlanRefused>().Reason);
        }
    }

    [Fact]
    public void A_plan_that_did_not_come_is_asked_for_again_on_the_next_line()
    {
        using var leaf = new Line(_agent);
        leaf.Send(new PlanRequest(Study));
        _agent.Facts();
        _above.Open();
        _above.Next<PlanRequest>();
        _above.Break();
        _above.Open();
        _above.Next<PlanRequest>();
        _above.Say(new PlanReply(Study, new byte[] { 1 }));
        leaf.Next<PlanReply>();
    }

    [Fact]
    public void What_only_a_broker_knows_is_refused_and_the_list_of_leaves_is_given()
    {
        using Line leaf = Attached();
        leaf.Send(new QueueListRequest(7, []));
        RequestRefused refused = leaf.Next<RequestRefused>();
        Assert.Equal(7, refused.Request);
        Assert.Contains("ask the broker", refused.Reason, StringComparison.Ordinal);
        leaf.Send(new ConsumerListRequest(8));
        Assert.Equal("leaf", Assert.Single(leaf.Next<ConsumerList>().Consumers).Name);
    }

    [Fact]
    public async Task It_ends_with_the_words_of_whoever_does_not_take_it()
    {
        _above.Open();
        _above.Next<ConsumerHello>();
        _above.Say(new ConsumerRefused("the key may not run tasks"));
        Assert.Equal(new AgentEnd(AgentEndKind.Refused, "the key may not run tasks"), await _agent.Ended.WaitAsync(Limit));
        Assert.Equal(AgentFacts.None, _agent.Facts());
        Assert.Empty(_agent.Consumers());
    }

    [Fact]
    public async Task It_ends_when_its_line_will_never_open()
    {
        _above.Refuse("your key was revoked");
        Assert.Equal(new AgentEnd(AgentEndKind.Refused, "your key was revoked"), await _agent.Ended.WaitAsync(Limit));
    }

    [Fact]
    public async Task It_leaves_only_when_what_its_leaves_did_is_acknowledged()
    {
        using Line leaf = Attached();
        _above.Say(new LeaseGrant(new LeaseId(5), [Array], [new IndexRange(0, 1)], []) { Queues = ["q"] });
        LeaseGrant grant = leaf.Next<LeaseGrant>();
        _agent.Leave("enough");
        Assert.Equal("enough", leaf.Next<ConsumerStop>().Reason);
        leaf.Send(new TaskReport(grant.Lease, Array, 1, [Scheduling.Bench.Record(0, TaskOutcome.Succeeded)], []));
        TaskReport report = _above.Next<TaskReport>();
        Assert.Equal([new RunnerShare(new TaskRunner(new ConsumerId("leaf-1"), "leaf", "node1", "fLeaf"), 1)], report.Runners);
        Assert.False(_agent.Ended.IsCompleted);
        _above.Say(new ReportAck(report.Lease, report.Sequence));
        Assert.Equal(1, leaf.Next<ReportAck>().Sequence);
        leaf.Send(new ConsumerGoodbye());
        _above.Next<ConsumerGoodbye>();
        Assert.Equal(new AgentEnd(AgentEndKind.Left, "enough"), await _agent.Ended.WaitAsync(Limit));
    }

    [Fact]
    public void Whoever_works_in_a_released_job_is_sent_away_then_or_later_and_nobody_else_is()
    {
        using Line leaf = Attached();
        using var other = new Line(_agent);
        other.Send(Hello("other") with { Job = "fOther" });
        other.Send(new CreditGrant(2));
        other.Next<Welcome>();
        _agent.Release("fLeaf", "its node is drained");
        Assert.Equal("its node is drained", leaf.Next<ConsumerStop>().Reason);
        _agent.Release("fLate", "its node is drained as well");
        using var late = new Line(_agent);
        late.Send(Hello("late") with { Job = "fLate" });
        Assert.Equal("its node is drained as well", late.Next<ConsumerStop>().Reason);
        Assert.Equal(["late", "leaf"], _agent.Consumers().Where(consumer => consumer.Leaving).Select(consumer => consumer.Name));
    }

    [Fact]
    public async Task An_agent_with_nothing_to_report_leaves_without_a_line()
    {
        _agent.Leave("enough");
        Assert.Equal(AgentEndKind.Left, (await _agent.Ended.WaitAsync(Limit)).Kind);
    }

    [Fact]
    public async Task An_agent_that_is_disposed_of_tells_its_leaves_that_it_has_ended()
    {
        using Line leaf = Attached();
        await _agent.DisposeAsync();
        Assert.Equal(AgentEndKind.Stopped, (await _agent.Ended.WaitAsync(Limit)).Kind);
        leaf.Next<Line.RefusedLine>();
        using var late = new Line(_agent);
        late.Next<Line.RefusedLine>();
    }

    private Line Attached()
    {
        _above.Open();
        _above.Welcome();
        var leaf = new Line(_agent);
        leaf.Send(Hello("leaf"));
        leaf.Send(new CreditGrant(2));
        leaf.Next<Welcome>();
        _above.Welcome();
        return leaf;
    }

    private static ConsumerHello Hello(string name) =>
        new(new ConsumerId(name + "-1"), name, "node1", ["q"], 3, IsAgent: false, []) { Job = "fLeaf" };
}

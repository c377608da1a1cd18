using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Security;
using Merlin.Broker.Tests.Storage;
using Merlin.Broker.Tests.Wire;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>Clients with a good key that want more than one of them may have.</summary>
[Collection(WireTests.Name)]
public sealed class GreedTests
{
    private const int MostIdentities = 16;

    [Fact]
    public void What_waits_for_a_client_that_does_not_read_is_bounded_in_bytes_through_new_lines_too()
    {
        using var rig = new WireRig(options => options with { MostUnsentBytes = 4 << 20 });
        using var honest = new Line(rig.Endpoint("ipc"));
        honest.Next<BrokerGreeting>();
        honest.Send(new StudySubmit(1, Samples.Submission(Samples.ArrayOf(1)) with { Plan = new byte[1 << 20] }));
        honest.Next<StudyAccepted>();
        using var raw = new RawLine(rig.Ipc, new SocketSettings { ReceiveHighWaterMark = 1 });
        for (int line = 0; line < 3; line++)
        {
            raw.Send(new SessionHello(ProtocolVersion.Lowest, ProtocolVersion.Highest, "greedy"));
            for (int i = 0; i < 40; i++)
            {
                raw.Send(RawLine.Bytes(new PlanRequest(Samples.Study)));
                raw.Send(new SessionKeepAlive());
            }

            rig.Log.WaitFor("the client does not read");
        }

        honest.AssertServed();
    }

    [Fact]
    public void Whoever_reads_gets_more_than_may_wait()
    {
        using var rig = new WireRig(options => options with { MostUnsentBytes = 2 << 20 });
        using var line = new Line(rig.Endpoint("tcp"));
        line.Next<BrokerGreeting>();
        line.Send(new StudySubmit(1, Samples.Submission(Samples.ArrayOf(1)) with { Plan = new byte[1 << 20] }));
        StudyId study = line.Next<StudyAccepted>().Study;
        for (int i = 0; i < 20; i++)
        {
            line.Send(new PlanRequest(study));
            Assert.Equal(1 << 20, line.Next<PlanReply>().Plan.Length);
        }
    }

    [Fact]
    public void One_owner_cannot_take_all_lines()
    {
        using var rig = new WireRig(options => options with { MostPeersOfAnOwner = 1 });
        using var first = new Line(rig.Endpoint("tcp"));
        first.Next<BrokerGreeting>();
        using var second = new RawLine(rig.Ipc);
        second.Open();
        using var third = new RawLine(rig.Ipc);
        third.Send(new SessionHello(ProtocolVersion.Lowest, ProtocolVersion.Highest, "greedy"));
        rig.Log.WaitFor("more are not allowed");
        first.AssertServed();
    }

    [Fact]
    public void A_line_speaks_for_few_workers()
    {
        using var rig = new WireRig();
        using var line = new Line(rig.Endpoint("tcp"));
        line.Next<BrokerGreeting>();
        for (int i = 0; i < MostIdentities; i++)
        {
            line.Send(Hello($"w-{i}", "w"));
            line.Next<Welcome>();
            line.Send(new ConsumerGoodbye());
        }

        line.Send(Hello("w-16", "w"));
        Assert.Contains("16 workers", line.Next<ConsumerRefused>().Reason, StringComparison.Ordinal);
        line.Send(Hello("w-0", "w"));
        line.Next<Welcome>();
    }

    [Fact]
    public void A_worker_does_not_name_queues_without_end()
    {
        using var rig = new WireRig();
        using var line = new Line(rig.Endpoint("tcp"));
        line.Next<BrokerGreeting>();
        line.Send(Hello("w", "w") with { Queues = [.. Enumerable.Range(0, 1001).Select(static i => $"q{i}")] });
        Assert.Contains("1001 queues", line.Next<ConsumerRefused>().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Nobody_else_speaks_in_a_workers_name_even_when_it_has_left(bool left)
    {
        using var rig = new WireRig();
        using var producer = new Line(rig.Endpoint("tcp"));
        using var worker = new Line(rig.Endpoint("tcp"));
        worker.Next<BrokerGreeting>();
        producer.Next<BrokerGreeting>();
        producer.Send(new StudySubmit(1, Samples.Submission(Samples.ArrayOf(1), Samples.ArrayOf(1))));
        StudyId study = producer.Next<StudyAccepted>().Study;
        worker.Send(Hello("alices", "alices-name"));
        worker.Send(new CreditGrant(1));
        LeaseGrant lease = worker.Next<LeaseGrant>();
        worker.Send(new TaskReport(lease.Lease, lease.Chain[0], 1, [new TaskRecord(0, TaskOutcome.Succeeded, 0, 0, 1, 1, 1)], []));
        worker.Next<ReportAck>();
        if (left)
        {
            worker.Send(new ConsumerGoodbye());
            worker.AssertServed();
        }

        using var other = new Line(rig.TcpEndpoint(rig.Keys.Authorize("mallory-key", "mallory")));
        other.Next<BrokerGreeting>();
        other.Send(Hello("alices", "mallorys-name"));
        Assert.Contains("alices", other.Next<ConsumerRefused>().Reason, StringComparison.Ordinal);
        producer.Send(new StudyStatusRequest(2, study));
        Assert.Equal(
            ["alices-name"],
            producer.Next<StudyStatusAnswer>().Status.Arrays.SelectMany(static array => array.Consumers));
    }

    [Fact]
    public void One_owner_has_so_many_open_studies_and_another_his_own()
    {
        var scheduler = new Scheduler(new SchedulerOptions { MostStudiesOfAnOwner = 2 });
        for (int i = 0; i < 3; i++)
        {
            scheduler.Handle(new PeerId(1), ClientIdentity.OfThisUser("ann"), Submit(i), default);
        }

        scheduler.Handle(new PeerId(2), ClientIdentity.OfThisUser("bob"), Submit(9), default);
        List<BrokerMessage> answers = [.. scheduler.EndTurn(default).Messages.Select(static sent => sent.Message)];

        Assert.Equal([0, 1, 9], answers.OfType<StudyAccepted>().Select(static answer => answer.Request));
        Assert.Contains("2 studies", Assert.Single(answers.OfType<RequestRefused>()).Reason, StringComparison.Ordinal);
    }

    private static StudySubmit Submit(long number) => new(number, Samples.Submission(Samples.ArrayOf(1)));

    private static ConsumerHello Hello(string id, string name) => new(new ConsumerId(id), name, "h", [], 1, IsAgent: false, []);
}

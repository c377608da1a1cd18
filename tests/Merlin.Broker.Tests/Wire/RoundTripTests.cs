using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Tests.Storage;

namespace Merlin.Broker.Tests.Wire;

[Collection(WireTests.Name)]
public class RoundTripTests
{
    private const int Tasks = 500;

    [Theory]
    [InlineData("memory")]
    [InlineData("ipc")]
    [InlineData("tcp")]
    public void A_study_runs_over_every_kind_of_line(string kind)
    {
        using var rig = new WireRig();
        using var producer = kind == "memory" ? new Line(rig.Host) : new Line(rig.Endpoint(kind));
        using var worker = kind == "memory" ? new Line(rig.Host) : new Line(rig.Endpoint(kind));
        producer.Next<BrokerGreeting>();
        producer.Send(new StudySubmit(1, Samples.Submission(Samples.ArrayOf(Tasks))));
        StudyId study = producer.Next<StudyAccepted>().Study;
        producer.Send(new StudyWatch(2, study));
        worker.Next<BrokerGreeting>();
        worker.Send(new ConsumerHello(new ConsumerId("w-1"), "w", "host", [], 2, IsAgent: false, []));
        worker.Next<Welcome>();
        worker.Send(new PlanRequest(study));
        Assert.Equal([1, 2, 3], worker.Next<PlanReply>().Plan.ToArray());
        long ran = 0;
        for (long sequence = 1; ran < Tasks; sequence++)
        {
            ran += RunLease(worker, sequence);
        }

        Assert.Equal(Tasks, ran);
        Assert.Equal(StudyEnd.Completed, producer.Next<StudyEnded>().End);
    }

    [Theory]
    [InlineData("ipc", "me")]
    [InlineData("tcp", "alice")]
    public void The_greeting_says_who_the_broker_is_and_whom_it_sees(string kind, string owner)
    {
        using var rig = new WireRig();
        using var line = new Line(rig.Endpoint(kind));
        Assert.Equal(
            new BrokerGreeting("1.2.3", Broker.Wire.Format.ProtocolVersion.Highest, rig.Host.BrokerId, owner), line.Next<BrokerGreeting>());
    }

    [Fact]
    public void Large_plans_travel_both_ways()
    {
        byte[] plan = new byte[20 << 20];
        new Random(5).NextBytes(plan);
        using var rig = new WireRig();
        using var line = new Line(rig.Endpoint("tcp"));
        line.Next<BrokerGreeting>();
        line.Send(new StudySubmit(1, Samples.Submission(Samples.ArrayOf(1)) with { Plan = plan }));
        line.Send(new PlanRequest(line.Next<StudyAccepted>().Study));
        Assert.True(line.Next<PlanReply>().Plan.Span.SequenceEqual(plan));
    }

    [Fact]
    public void What_the_broker_would_not_take_is_refused_to_the_asker()
    {
        using var rig = new WireRig(options => options with { LargestFrame = 10_000 });
        using var line = new Line(rig.Endpoint("ipc"));
        line.Next<BrokerGreeting>();
        line.Send(new StudySubmit(9, Samples.Submission(Samples.ArrayOf(1)) with { Plan = new byte[10_001] }));
        RequestRefused refused = line.Next<RequestRefused>();
        Assert.Equal(9, refused.Request);
        Assert.Contains("at most 10000", refused.Reason, StringComparison.Ordinal);
        line.AssertServed();
    }

    [Fact]
    public void What_is_said_last_arrives_although_the_line_is_closed_at_once()
    {
        using var rig = new WireRig();
        using (var line = new Line(rig.Endpoint("tcp")))
        {
            line.Next<BrokerGreeting>();
            line.Send(new StudySubmit(1, Samples.Submission(Samples.ArrayOf(1))));
        }

        rig.Log.WaitFor("the client has closed it");
        using var asker = new Line(rig.Endpoint("tcp"));
        asker.Next<BrokerGreeting>();
        asker.Send(new PlanRequest(Samples.Study));
        asker.Next<PlanReply>();
    }

    private static long RunLease(Line worker, long sequence)
    {
        worker.Send(new CreditGrant(1));
        LeaseGrant lease = worker.Next<LeaseGrant>();
        TaskRecord[] records =
        [
            .. lease.Ranges.SelectMany(Hosting.ScriptedWorker.Indices).Select(index =>
                new TaskRecord(index, TaskOutcome.Succeeded, 0, 0, 1_700_000_000_000_000 + index, 2_000_000, 2_000_000)),
        ];
        worker.Send(new TaskReport(lease.Lease, lease.Chain[0], sequence, records, []));
        Assert.Equal(sequence, worker.Next<ReportAck>().Sequence);
        return records.Length;
    }
}

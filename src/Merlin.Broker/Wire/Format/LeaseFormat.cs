using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>Tasks that go to a consumer, come back, and are reported; and the plans that they need.</summary>
internal static class LeaseFormat
{
    public static void AddTo(MessageTable<ClientMessage> table)
    {
        table.Add(FrameKind.TaskReport, 8, WriteReport, ReadReport);
        table.Add(FrameKind.LeaseRelease, 5, WriteRelease, ReadRelease);
        table.Add(FrameKind.PlanRequest, 1, WritePlanRequest, ReadPlanRequest);
    }

    public static void AddTo(MessageTable<BrokerMessage> table)
    {
        table.Add(FrameKind.LeaseGrant, 10, WriteGrant, ReadGrant);
        table.Add(FrameKind.LeaseRecall, 4, WriteRecall, ReadRecall);
        table.Add(FrameKind.ReportAck, 2, WriteAck, ReadAck);
        table.Add(FrameKind.PlanReply, 3, WritePlan, ReadPlan);
        table.Add(FrameKind.PlanRefused, 2, WritePlanRefused, ReadPlanRefused);
    }

    private static void WriteReport(TaskReport report, ref FieldWriter writer)
    {
        writer.Lease(report.Lease);
        writer.Array(report.Array);
        writer.Number(report.Sequence);
        writer.Ranges(report.AlreadyFinished);
        writer.Tasks(report.Tasks);
        writer.Places(report.Places);
        writer.Runners(report.Runners);
    }

    private static TaskReport ReadReport(ref FieldReader reader)
    {
        LeaseId lease = reader.Lease();
        ArrayId array = reader.Array();
        long sequence = reader.Number("sequence");
        IndexRange[] finished = reader.Ranges("already finished");
        return new TaskReport(lease, array, sequence, reader.More ? reader.Tasks(mayRun: false) : [], finished)
        {
            Places = reader.More ? reader.Places() : [],
            Runners = reader.More ? reader.Runners() : [],
        };
    }

    private static void WriteRelease(LeaseRelease release, ref FieldWriter writer)
    {
        writer.Lease(release.Lease);
        writer.Array(release.Array);
        writer.Ranges(release.Ranges);
        writer.OptionalNumber(release.Recall);
    }

    private static LeaseRelease ReadRelease(ref FieldReader reader) => new(
        reader.Lease(),
        reader.Array(),
        reader.Ranges("ranges"),
        reader.More ? reader.OptionalNumber("recall") : null);

    private static void WriteGrant(LeaseGrant grant, ref FieldWriter writer)
    {
        writer.Lease(grant.Lease);
        writer.Study(grant.Chain[0].Study);
        writer.Numbers([.. grant.Chain.Select(array => array.Ordinal)]);
        writer.Ranges(grant.Ranges);
        writer.List(grant.Attempts, 5, WriteAttempt);
        writer.Names("queue", grant.Queues);
        writer.Number(grant.PlanRevision);
        writer.Flag(grant.Alone);
        writer.Shapes(grant.Shapes);
        writer.OptionalSpans(grant.Walltimes);
    }

    private static LeaseGrant ReadGrant(ref FieldReader reader) =>
        new(reader.Lease(), ReadChain(ref reader), reader.Ranges("ranges"), reader.List("attempt", 5, ReadAttempt))
        {
            Queues = reader.More ? reader.Names("queue") : [],
            PlanRevision = reader.More ? reader.Int("plan revision") : 0,
            Alone = reader.More && reader.Flag("alone"),
            Shapes = reader.More ? reader.Shapes() : [],
            Walltimes = reader.More ? reader.OptionalSpans("walltime") : [],
        };

    // The arrays of a chain belong to one study: dependencies do not leave it.
    private static ArrayId[] ReadChain(ref FieldReader reader)
    {
        StudyId study = reader.Study();
        int[] ordinals = reader.Numbers("chain");
        return ordinals.Length > 0
            ? Array.ConvertAll(ordinals, ordinal => new ArrayId(study, ordinal))
            : throw reader.Fault("there is no array");
    }

    private static void WriteAttempt(AttemptState attempt, ref FieldWriter writer)
    {
        writer.Number(attempt.Index);
        writer.Number(attempt.Attempt);
        writer.Number((int)attempt.Kind);
        writer.Time(attempt.FirstStartMicros);
        writer.Number(attempt.StartFailures);
    }

    private static AttemptState ReadAttempt(ref FieldReader reader)
    {
        var attempt = new AttemptState(
            reader.Index(),
            reader.Int("attempt"),
            reader.Choice<TaskOutcome>("kind of attempt"),
            reader.Micros("first start"),
            reader.Int("start failures"));
        return attempt.Kind.AsksForAnotherAttempt()
            ? attempt
            : throw reader.Fault($"an attempt does not follow upon {attempt.Kind}");
    }

    private static void WriteRecall(LeaseRecall recall, ref FieldWriter writer)
    {
        writer.Number(recall.Recall);
        writer.Lease(recall.Lease);
        writer.Ranges(recall.Ranges);
        writer.Flag(recall.Kill);
    }

    private static LeaseRecall ReadRecall(ref FieldReader reader) => new(
        reader.Number("recall"),
        reader.Lease(),
        reader.Ranges("ranges"),
        reader.More && reader.Flag("kill"));

    private static void WriteAck(ReportAck ack, ref FieldWriter writer)
    {
        writer.Lease(ack.Lease);
        writer.Number(ack.Sequence);
    }

    private static ReportAck ReadAck(ref FieldReader reader) => new(reader.Lease(), reader.Number("sequence"));

    private static void WritePlanRequest(PlanRequest request, ref FieldWriter writer) => writer.Study(request.Study);

    private static PlanRequest ReadPlanRequest(ref FieldReader reader) => new(reader.Study());

    private static void WritePlan(PlanReply reply, ref FieldWriter writer)
    {
        writer.Study(reply.Study);
        writer.Number(reply.Revision);
        writer.Bytes(reply.Plan.Span);
    }

    private static PlanReply ReadPlan(ref FieldReader reader)
    {
        StudyId study = reader.Study();
        int revision = reader.Int("revision");
        return new PlanReply(study, reader.Bytes("plan")) { Revision = revision };
    }

    private static void WritePlanRefused(PlanRefused refused, ref FieldWriter writer)
    {
        writer.Study(refused.Study);
        writer.Text(refused.Reason);
    }

    private static PlanRefused ReadPlanRefused(ref FieldReader reader) => new(reader.Study(), reader.Text("reason"));
}

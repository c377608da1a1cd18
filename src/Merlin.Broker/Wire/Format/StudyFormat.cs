using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Broker.Wire.Format;

/// <summary>What producers ask of studies, and how that is answered. A submission itself: <see cref="SubmissionFields"/>.</summary>
internal static class StudyFormat
{
    public static void AddTo(MessageTable<ClientMessage> table)
    {
        table.Add(FrameKind.StudySubmit, 7, WriteSubmit, ReadSubmit);
        table.Add(FrameKind.StudyExtend, 7, WriteExtend, ReadExtend);
        table.Add(FrameKind.StudyCancel, 2, WriteCancel, ReadCancel);
        table.Add(FrameKind.StudyHold, 3, WriteHold, ReadHold);
        table.Add(FrameKind.StudyShare, 4, WriteShare, ReadShare);
        table.Add(FrameKind.StudyWatch, 2, WriteWatch, ReadWatch);
        table.Add(FrameKind.UrgencyChange, 4, WriteUrgency, ReadUrgency);
    }

    public static void AddTo(MessageTable<BrokerMessage> table)
    {
        table.Add(FrameKind.RequestDone, 1, WriteDone, ReadDone);
        table.Add(FrameKind.RequestRefused, 2, WriteRefused, ReadRefused);
        table.Add(FrameKind.StudyAccepted, 2, WriteAccepted, ReadAccepted);
        table.Add(FrameKind.StudyEnded, 2, WriteEnded, ReadEnded);
    }

    private static void WriteSubmit(StudySubmit submit, ref FieldWriter writer)
    {
        writer.Number(submit.Request);
        writer.Submission(submit.Submission);
    }

    private static StudySubmit ReadSubmit(ref FieldReader reader) => new(reader.Request(), reader.Submission());

    private static void WriteExtend(StudyExtend extend, ref FieldWriter writer)
    {
        writer.Number(extend.Request);
        writer.Study(extend.Study);
        writer.Numbers(extend.Ordinals);
        writer.Number(extend.From);
        writer.Number(extend.To);
        writer.Bytes(extend.Plan.Span);
        writer.Number(extend.Revision);
    }

    private static StudyExtend ReadExtend(ref FieldReader reader) => new(
        reader.Request(),
        reader.Study(),
        reader.Numbers("ordinal"),
        reader.Number("from"),
        reader.Number("to"),
        reader.Bytes("plan"),
        reader.Int("revision"));

    private static void WriteCancel(StudyCancel cancel, ref FieldWriter writer)
    {
        writer.Number(cancel.Request);
        writer.Study(cancel.Study);
    }

    private static StudyCancel ReadCancel(ref FieldReader reader) => new(reader.Request(), reader.Study());

    private static void WriteHold(StudyHold hold, ref FieldWriter writer)
    {
        writer.Number(hold.Request);
        writer.Study(hold.Study);
        writer.Flag(hold.Held);
    }

    private static StudyHold ReadHold(ref FieldReader reader) => new(reader.Request(), reader.Study(), reader.Flag("held"));

    private static void WriteShare(StudyShare share, ref FieldWriter writer)
    {
        writer.Number(share.Request);
        writer.Study(share.Study);
        writer.Name("user", share.User);
        writer.Flag(share.Shared);
    }

    private static StudyShare ReadShare(ref FieldReader reader) =>
        new(reader.Request(), reader.Study(), reader.Name("user"), reader.Flag("shared"));

    private static void WriteWatch(StudyWatch watch, ref FieldWriter writer)
    {
        writer.Number(watch.Request);
        writer.Study(watch.Study);
    }

    private static StudyWatch ReadWatch(ref FieldReader reader) => new(reader.Request(), reader.Study());

    private static void WriteUrgency(UrgencyChange change, ref FieldWriter writer)
    {
        writer.Number(change.Request);
        writer.Study(change.Study);
        writer.Numbers(change.Ordinals);
        writer.Number(change.Urgency);
    }

    private static UrgencyChange ReadUrgency(ref FieldReader reader) =>
        new(reader.Request(), reader.Study(), reader.Numbers("ordinal"), reader.Int("urgency"));

    private static void WriteDone(RequestDone done, ref FieldWriter writer) => writer.Number(done.Request);

    private static RequestDone ReadDone(ref FieldReader reader) => new(reader.Request());

    private static void WriteRefused(RequestRefused refused, ref FieldWriter writer)
    {
        writer.Number(refused.Request);
        writer.Text(refused.Reason);
    }

    private static RequestRefused ReadRefused(ref FieldReader reader) => new(reader.Request(), reader.Text("reason"));

    private static void WriteAccepted(StudyAccepted accepted, ref FieldWriter writer)
    {
        writer.Number(accepted.Request);
        writer.Study(accepted.Study);
    }

    private static StudyAccepted ReadAccepted(ref FieldReader reader) => new(reader.Request(), reader.Study());

    private static void WriteEnded(StudyEnded ended, ref FieldWriter writer)
    {
        writer.Study(ended.Study);
        writer.Number((int)ended.End);
    }

    private static StudyEnded ReadEnded(ref FieldReader reader) => new(reader.Study(), reader.Choice<StudyEnd>("end"));
}

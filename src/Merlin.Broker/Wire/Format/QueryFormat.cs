using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;

namespace Merlin.Broker.Wire.Format;

/// <summary>What producers ask without changing a study, and what they ask of queues and consumers.</summary>
internal static class QueryFormat
{
    public static void AddTo(MessageTable<ClientMessage> table)
    {
        table.Add(FrameKind.StudyListRequest, 6, WriteStudies, ReadStudies);
        table.Add(FrameKind.StudyStatusRequest, 2, WriteStatus, ReadStatus);
        table.Add(FrameKind.TaskPageRequest, 4, WritePage, ReadPage);
        table.Add(FrameKind.ExplainRequest, 4, WriteExplain, ReadExplain);
        table.Add(FrameKind.EventsRequest, 5, WriteEvents, ReadEvents);
        table.Add(FrameKind.QueueListRequest, 2, WriteQueues, ReadQueues);
        table.Add(FrameKind.QueuePurge, 2, WritePurge, ReadPurge);
        table.Add(FrameKind.ConsumersStop, 2, WriteStop, ReadStop);
        table.Add(FrameKind.ConsumerListRequest, 1, WriteNumber, static (ref FieldReader reader) =>
            new ConsumerListRequest(reader.Request()));
        table.Add(FrameKind.BrokerInfoRequest, 1, WriteNumber, static (ref FieldReader reader) =>
            new BrokerInfoRequest(reader.Request()));
    }

    private static void WriteNumber(ProducerRequest request, ref FieldWriter writer) => writer.Number(request.Request);

    private static void WriteStudies(StudyListRequest request, ref FieldWriter writer)
    {
        writer.Number(request.Request);
        writer.Flag(request.Ended);
        writer.Name("study name", request.Name);
        writer.Name("workspace", request.Workspace);
        writer.OptionalNumber(request.Before);
        writer.Number(request.Limit);
    }

    private static StudyListRequest ReadStudies(ref FieldReader reader) => new(
        reader.Request(),
        reader.Flag("ended"),
        reader.OptionalName("study name"),
        reader.OptionalName("workspace"),
        reader.OptionalNumber("before"),
        reader.Int("limit", 1, WireLimits.StudiesInList));

    private static void WriteStatus(StudyStatusRequest request, ref FieldWriter writer)
    {
        writer.Number(request.Request);
        writer.Study(request.Study);
    }

    private static StudyStatusRequest ReadStatus(ref FieldReader reader) => new(reader.Request(), reader.Study());

    private static void WritePage(TaskPageRequest request, ref FieldWriter writer)
    {
        writer.Number(request.Request);
        writer.Array(request.Array);
        writer.Number(request.From);
    }

    private static TaskPageRequest ReadPage(ref FieldReader reader) =>
        new(reader.Request(), reader.Array(), reader.Number("from"));

    private static void WriteExplain(ExplainRequest request, ref FieldWriter writer)
    {
        writer.Number(request.Request);
        writer.Study(request.Study);
        writer.OptionalNumber(request.Ordinal);
        writer.OptionalNumber(request.Index);
    }

    private static ExplainRequest ReadExplain(ref FieldReader reader) => new(
        reader.Request(),
        reader.Study(),
        reader.More ? (int?)reader.OptionalNumber("ordinal", 0, int.MaxValue) : null,
        reader.More ? reader.OptionalNumber("index") : null);

    private static void WriteEvents(EventsRequest request, ref FieldWriter writer)
    {
        writer.Number(request.Request);
        writer.Number(request.After);
        writer.OptionalNumber(request.Study?.Value);
        writer.Number(request.Limit);
        writer.Flag(request.Wait);
    }

    private static EventsRequest ReadEvents(ref FieldReader reader) => new(
        reader.Request(),
        reader.Number("after", -1),
        reader.OptionalNumber("study") is { } study ? new StudyId(study) : null,
        reader.Int("limit", 1, WireLimits.EventsInList),
        reader.Flag("wait"));

    private static void WriteQueues(QueueListRequest request, ref FieldWriter writer)
    {
        writer.Number(request.Request);
        writer.Names("queue", request.Queues);
    }

    private static QueueListRequest ReadQueues(ref FieldReader reader) =>
        new(reader.Request(), reader.More ? reader.Names("queue") : []);

    private static void WritePurge(QueuePurge purge, ref FieldWriter writer)
    {
        writer.Number(purge.Request);
        writer.Names("queue", purge.Queues);
    }

    private static QueuePurge ReadPurge(ref FieldReader reader) => new(reader.Request(), reader.Names("queue"));

    private static void WriteStop(ConsumersStop stop, ref FieldWriter writer)
    {
        writer.Number(stop.Request);
        writer.Names("consumer", [.. stop.Consumers.Select(consumer => consumer.Value)]);
    }

    private static ConsumersStop ReadStop(ref FieldReader reader) => new(
        reader.Request(),
        Array.ConvertAll(reader.Names("consumer"), name => new ConsumerId(name)));
}

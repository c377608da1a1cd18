using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;

namespace Merlin.Broker.Wire.Format;

/// <summary>Answers that tell of queues, consumers, events and the broker itself.</summary>
internal static class BrokerAnswerFormat
{
    public static void AddTo(MessageTable<BrokerMessage> table)
    {
        table.Add(FrameKind.QueueList, 2, WriteQueues, ReadQueues);
        table.Add(FrameKind.QueuePurged, 2, WritePurged, ReadPurged);
        table.Add(FrameKind.ConsumerList, 2, WriteConsumers, ReadConsumers);
        table.Add(FrameKind.Explanation, 2, WriteExplanation, ReadExplanation);
        table.Add(FrameKind.Events, 4, WriteEvents, ReadEvents);
        table.Add(FrameKind.BrokerInfo, 9, WriteInfo, ReadInfo);
    }

    private static void WriteQueues(QueueList list, ref FieldWriter writer)
    {
        writer.Number(list.Request);
        writer.List(list.Queues, 6, WriteQueue);
    }

    private static QueueList ReadQueues(ref FieldReader reader) => new(reader.Request(), reader.List("queue", 6, ReadQueue));

    private static void WriteQueue(QueueSummary queue, ref FieldWriter writer)
    {
        writer.Name("queue", queue.Queue);
        writer.Number(queue.Waiting);
        writer.Number(queue.Ready);
        writer.Number(queue.Leased);
        writer.Number(queue.Running);
        writer.Number(queue.Consumers);
    }

    private static QueueSummary ReadQueue(ref FieldReader reader) => new(
        reader.Name("queue"),
        reader.Number("waiting"),
        reader.Number("ready"),
        reader.Number("leased"),
        reader.Number("running"),
        reader.Int("consumers"));

    private static void WritePurged(QueuePurged purged, ref FieldWriter writer)
    {
        writer.Number(purged.Request);
        writer.Number(purged.Tasks);
    }

    private static QueuePurged ReadPurged(ref FieldReader reader) => new(reader.Request(), reader.Number("tasks"));

    private static void WriteConsumers(ConsumerList list, ref FieldWriter writer)
    {
        writer.Number(list.Request);
        writer.List(list.Consumers, 15, WriteConsumer);
    }

    private static ConsumerList ReadConsumers(ref FieldReader reader) =>
        new(reader.Request(), reader.List("consumer", 13, ReadConsumer));

    private static void WriteConsumer(ConsumerSummary consumer, ref FieldWriter writer)
    {
        writer.Name("consumer", consumer.Consumer.Value);
        writer.Name("name", consumer.Name);
        writer.Name("host", consumer.Host);
        writer.Name("owner", consumer.Owner);
        writer.Names("queue", consumer.Queues);
        writer.Number(consumer.Slots);
        writer.Flag(consumer.IsAgent);
        writer.Flag(consumer.Attached);
        writer.Flag(consumer.Leaving);
        writer.Number(consumer.Running);
        writer.Number(consumer.Held);
        writer.Number(consumer.Ended);
        writer.OptionalSpan(consumer.TimeLeft);
        writer.Resources(consumer.Resources);
        writer.Name("job", consumer.Job);
    }

    private static ConsumerSummary ReadConsumer(ref FieldReader reader) => new(
        new ConsumerId(reader.Name("consumer")),
        reader.Name("name"),
        reader.Name("host"),
        reader.Name("owner"),
        reader.Names("queue"),
        reader.Int("slots"),
        reader.Flag("agent"),
        reader.Flag("attached"),
        reader.Flag("leaving"),
        reader.Number("running"),
        reader.Number("held"),
        reader.Number("ended"),
        reader.OptionalSpan("time left"))
    {
        Resources = reader.More ? reader.Resources() : [],
        Job = reader.More ? reader.Name("job") : "",
    };

    private static void WriteExplanation(Explanation explanation, ref FieldWriter writer)
    {
        writer.Number(explanation.Request);
        writer.Texts(explanation.Reasons);
    }

    private static Explanation ReadExplanation(ref FieldReader reader) => new(reader.Request(), reader.Texts("reason"));

    private static void WriteEvents(Events events, ref FieldWriter writer)
    {
        writer.Number(events.Request);
        writer.List(events.Items, 11, WriteEvent);
        writer.Number(events.Next);
        writer.Flag(events.Missed);
    }

    private static Events ReadEvents(ref FieldReader reader) => new(
        reader.Request(),
        reader.List("event", 9, ReadEvent, WireLimits.EventsInList),
        reader.Number("next", -1),
        reader.Flag("missed"));

    private static void WriteEvent(BrokerEvent one, ref FieldWriter writer)
    {
        writer.Number(one.Sequence);
        writer.Time(one.Time.UnixMicros);
        writer.Name("kind of event", one.Kind);
        writer.OptionalNumber(one.Study?.Value);
        writer.OptionalNumber(one.Ordinal);
        writer.Ranges(one.Tasks);
        writer.Number((int)one.Outcome);
        writer.Name("consumer", one.Consumer);
        writer.Text(one.Detail);
        writer.Text(one.Hosts);
        writer.Name("job", one.Job);
    }

    private static BrokerEvent ReadEvent(ref FieldReader reader) => new(
        reader.Number("sequence"),
        reader.Time("time"),
        reader.Name("kind of event"),
        reader.OptionalNumber("study") is { } study ? new StudyId(study) : null,
        (int?)reader.OptionalNumber("ordinal", 0, int.MaxValue),
        reader.Ranges("tasks"),
        reader.Choice<TaskOutcome>("outcome"),
        reader.OptionalName("consumer"),
        reader.OptionalText("detail"))
    {
        Hosts = reader.More ? reader.OptionalText("hosts") : null,
        Job = reader.More ? reader.OptionalName("job") : null,
    };

    private static void WriteInfo(BrokerInfo info, ref FieldWriter writer)
    {
        writer.Number(info.Request);
        writer.Name("program version", info.Version);
        writer.Name("broker id", info.BrokerId);
        writer.Name("host", info.Host);
        writer.Number(info.ProcessId);
        writer.Time(info.Started.UnixMicros);
        writer.Number(info.OpenStudies);
        writer.Number(info.Consumers);
        writer.Number(info.DatabaseBytes);
    }

    private static BrokerInfo ReadInfo(ref FieldReader reader) => new(
        reader.Request(),
        reader.Name("program version"),
        reader.Name("broker id"),
        reader.Name("host"),
        reader.Int("process"),
        reader.Time("started"),
        reader.Number("open studies"),
        reader.Number("consumers"),
        reader.Number("database bytes"));
}

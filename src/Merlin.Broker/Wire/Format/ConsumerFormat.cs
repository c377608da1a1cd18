using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>A consumer's session: how it begins, goes on and ends.</summary>
internal static class ConsumerFormat
{
    public static void AddTo(MessageTable<ClientMessage> table)
    {
        table.Add(FrameKind.ConsumerHello, 11, WriteHello, ReadHello);
        table.Add(FrameKind.CreditGrant, 1, WriteCredit, ReadCredit);
        table.Add(FrameKind.Heartbeat, 3, WriteHeartbeat, ReadHeartbeat);
        table.Add<ConsumerGoodbye>(FrameKind.ConsumerGoodbye);
    }

    public static void AddTo(MessageTable<BrokerMessage> table)
    {
        table.Add(FrameKind.Welcome, 4, WriteWelcome, ReadWelcome);
        table.Add(FrameKind.ConsumerRefused, 1, WriteRefused, ReadRefused);
        table.Add(FrameKind.HeartbeatAck, 1, WriteHeartbeatAck, ReadHeartbeatAck);
        table.Add<ConsumerUnknown>(FrameKind.ConsumerUnknown);
        table.Add(FrameKind.ConsumerStop, 1, WriteStop, ReadStop);
    }

    private static void WriteHello(ConsumerHello hello, ref FieldWriter writer)
    {
        writer.Name("consumer", hello.Consumer.Value);
        writer.Name("name", hello.Name);
        writer.Name("host", hello.Host);
        writer.Names("queue", hello.Queues);
        writer.Number(hello.Slots);
        writer.Flag(hello.IsAgent);
        writer.HeldLeases(hello.Held);
        writer.OptionalSpan(hello.TimeLeft);
        writer.Number(hello.Number);
        writer.Resources(hello.Resources);
        writer.Name("job", hello.Job);
    }

    private static ConsumerHello ReadHello(ref FieldReader reader) => new(
        new ConsumerId(reader.Name("consumer")),
        reader.Name("name"),
        reader.Name("host"),
        reader.Names("queue"),
        reader.Int("slots", 0, WireLimits.Slots),
        reader.More && reader.Flag("agent"),
        reader.More ? reader.HeldLeases("held lease") : [])
    {
        TimeLeft = reader.More ? reader.OptionalSpan("time left") : null,
        Number = reader.More ? reader.Number("number") : 0,
        Resources = reader.More ? reader.Resources() : [],
        Job = reader.More ? reader.Name("job") : "",
    };

    private static void WriteCredit(CreditGrant credit, ref FieldWriter writer) => writer.Number(credit.Leases);

    private static CreditGrant ReadCredit(ref FieldReader reader) => new(reader.Int("leases", 0, WireLimits.Slots));

    private static void WriteHeartbeat(Heartbeat heartbeat, ref FieldWriter writer)
    {
        writer.List(heartbeat.Running, 5, WriteRunning);
        writer.OptionalSpan(heartbeat.TimeLeft);
        writer.Number(heartbeat.Number);
    }

    private static Heartbeat ReadHeartbeat(ref FieldReader reader) =>
        new(reader.List("running task", 5, ReadRunning, WireLimits.Slots))
        {
            TimeLeft = reader.More ? reader.OptionalSpan("time left") : null,
            Number = reader.More ? reader.Number("number") : 0,
        };

    private static void WriteRunning(RunningTask task, ref FieldWriter writer)
    {
        writer.Array(task.Array);
        writer.Number(task.Index);
        writer.Number(task.Attempt);
        writer.Time(task.StartMicros);
    }

    private static RunningTask ReadRunning(ref FieldReader reader) =>
        new(reader.Array(), reader.Index(), reader.Int("attempt"), reader.Micros("start"));

    private static void WriteWelcome(Welcome welcome, ref FieldWriter writer)
    {
        writer.Span(welcome.HeartbeatInterval);
        writer.HeldLeases(welcome.Lost);
        writer.Number(welcome.Number);
        writer.Span(welcome.HeartbeatLimit);
    }

    private static Welcome ReadWelcome(ref FieldReader reader) =>
        new(reader.Span("heartbeat interval"), reader.HeldLeases("lost lease"))
        {
            Number = reader.Number("number"),
            HeartbeatLimit = reader.Span("heartbeat limit"),
        };

    private static void WriteHeartbeatAck(HeartbeatAck ack, ref FieldWriter writer) => writer.Number(ack.Number);

    private static HeartbeatAck ReadHeartbeatAck(ref FieldReader reader) => new(reader.Number("number"));

    private static void WriteRefused(ConsumerRefused refused, ref FieldWriter writer) => writer.Text(refused.Reason);

    private static ConsumerRefused ReadRefused(ref FieldReader reader) => new(reader.Text("reason"));

    private static void WriteStop(ConsumerStop stop, ref FieldWriter writer) => writer.Text(stop.Reason);

    private static ConsumerStop ReadStop(ref FieldReader reader) => new(reader.Text("reason"));
}

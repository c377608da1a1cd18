using System.Buffers;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Requests;
using Merlin.Broker.Tests.Wire.Format;
using Merlin.Broker.Wire.Format;
using Merlin.MessagePack;

namespace Merlin.Broker.Tests.Hostile;

/// <summary>Makes frames that no honest client sends; the same ones from the same seed.</summary>
internal sealed class HostileFrames(Random random)
{
    // Numbers of studies and leases that an honest user of the same broker has.
    private const int NearNumbers = 400;

    private static readonly byte[][] Golden = [.. GoldenMessages.All.Select(Frames.Of)];
    private static readonly Type[] ClientTypes = [.. RandomMessages.Types.Where(static type => type.IsAssignableTo(typeof(ClientMessage)))];
    private readonly RandomMessages _messages = new(random);

    public byte[] Next() => random.Next(12) switch
    {
        0 => RandomBytes(),
        1 => Cut(),
        2 or 3 => Mutated(),
        4 => Deep(),
        5 => Oversized(),
        6 => WrongTypes(),
        7 => Frames.Of(Session()),
        8 or 9 => Frames.Of(Forged()),
        _ => Written(_messages.Message(ClientTypes[random.Next(ClientTypes.Length)])),
    };

    private byte[] RandomBytes()
    {
        byte[] bytes = new byte[random.Next(200)];
        random.NextBytes(bytes);
        return bytes;
    }

    private byte[] Cut()
    {
        byte[] frame = Golden[random.Next(Golden.Length)];
        return frame[..random.Next(frame.Length)];
    }

    private byte[] Mutated()
    {
        byte[] frame = (byte[])Golden[random.Next(Golden.Length)].Clone();
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            frame[random.Next(frame.Length)] = (byte)random.Next(256);
        }

        return frame;
    }

    private byte[] Deep() => [.. Enumerable.Repeat((byte)(random.Next(2) == 0 ? 0x91 : 0x81), random.Next(1, 3000))];

    // A head that announces far more than follows.
    private byte[] Oversized()
    {
        byte[] head = [0x93, (byte)random.Next(128), 1, (byte)(random.Next(2) == 0 ? 0xdd : 0xdf), 0xff, 0xff, 0xff, (byte)random.Next(256)];
        return [.. head, .. RandomBytes()];
    }

    private byte[] WrongTypes()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        int fields = random.Next(1, 12);
        writer.WriteArrayHeader(fields + 1);
        writer.Write(random.Next(1, 50));
        for (int i = 0; i < fields; i++)
        {
            switch (random.Next(5))
            {
                case 0:
                    writer.Write(random.NextInt64() - random.NextInt64());
                    break;
                case 1:
                    writer.Write("\u0000';--");
                    break;
                case 2:
                    writer.WriteMapHeader(0);
                    break;
                case 3:
                    writer.WriteArrayHeader(0);
                    break;
                default:
                    writer.WriteNil();
                    break;
            }
        }

        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private SessionFrame Session() => random.Next(5) switch
    {
        0 => new SessionHello(random.Next(3), random.Next(3, 9), "hostile"),
        1 => new SessionClose(),
        2 => new SessionKeepAlive(),
        3 => new SessionUnknown(),
        _ => new SessionRefused("no", 1, 1),
    };

    // Well-formed, and about what is somebody else's or what does not exist.
    private object Forged()
    {
        var study = new StudyId(random.Next(NearNumbers));
        var array = new ArrayId(study, random.Next(2));
        var lease = new LeaseId(random.Next(NearNumbers * 4));
        IndexRange[] all = [new(0, 1 + random.Next(300))];
        var id = new ConsumerId(random.Next(3) == 0 ? "honest-worker" : $"hostile-{random.Next()}");
        long number = random.Next(1, 1000);
        return random.Next(18) switch
        {
            0 => new ConsumerHello(id, "forged", "h", [], 4, random.Next(2) == 0, [new HeldLease(lease, array, all)]),
            1 => new TaskReport(lease, array, number, [new TaskRecord(0, TaskOutcome.SoftFailed, 1, 0, 1, 1, 1)], all),
            2 => new LeaseRelease(lease, array, all, number),
            3 => new CreditGrant(1000),
            4 => new Heartbeat([new RunningTask(array, 0, 0, 1)]),
            5 => new StudyCancel(number, study),
            6 => new StudyHold(number, study, true),
            7 => new StudyShare(number, study, "mallory", true),
            8 => new StudyWatch(number, study),
            9 => new UrgencyChange(number, study, [], 0),
            10 => new QueuePurge(number, ["queue"]),
            11 => new ConsumersStop(number, [new ConsumerId("honest-worker")]),
            12 => new TaskPageRequest(number, array, 0),
            13 => new StudyStatusRequest(number, study),
            14 => new PlanRequest(study),
            15 => new ExplainRequest(number, study, 0, 0),
            16 => new EventsRequest(number, 0, null, 100, random.Next(2) == 0),
            _ => new StudyExtend(number, study, [0], 200, 400, new byte[] { 1 }, 1),
        };
    }

    // A random text may be longer than may be written.
    private static byte[] Written(object message)
    {
        try
        {
            return Frames.Of(message);
        }
        catch (WireFormatException)
        {
            return [];
        }
    }
}

using System.Buffers;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;

namespace Merlin.Broker.Tests.Wire.Format;

/// <summary>Any message to bytes and back.</summary>
internal static class Frames
{
    public static byte[] Of(object message)
    {
        var output = new ArrayBufferWriter<byte>();
        switch (message)
        {
            case ClientMessage client:
                ClientMessageFormat.Write(client, output);
                break;
            case BrokerMessage broker:
                BrokerMessageFormat.Write(broker, output);
                break;
            default:
                SessionFormat.Write((SessionFrame)message, output);
                break;
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Reads a frame as the side would that <paramref name="like"/> is meant for.</summary>
    public static object Read(ReadOnlyMemory<byte> frame, Type like)
    {
        if (like.IsAssignableTo(typeof(SessionFrame)))
        {
            return SessionFormat.TryRead(frame, out SessionFrame? session)
                ? session
                : throw new WireFormatException("The frame does not concern the line.");
        }

        return like.IsAssignableTo(typeof(ClientMessage)) ? ClientMessageFormat.Read(frame) : BrokerMessageFormat.Read(frame);
    }
}

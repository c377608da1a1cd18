using System.Buffers;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>The bytes of every <see cref="BrokerMessage"/>.</summary>
public static class BrokerMessageFormat
{
    /// <summary>Writes one message as one frame.</summary>
    /// <exception cref="WireFormatException">A text or list is longer than the protocol allows.</exception>
    public static void Write(BrokerMessage message, IBufferWriter<byte> output) => throw new NotSupportedException($"{message} {output}");

    /// <summary>Reads one frame. Byte strings of the message are parts of <paramref name="frame"/>, not copies.</summary>
    /// <exception cref="WireFormatException">It is no such message.</exception>
    public static BrokerMessage Read(ReadOnlyMemory<byte> frame) => throw new NotSupportedException($"{frame}");
}

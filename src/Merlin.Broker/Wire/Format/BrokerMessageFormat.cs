using System.Buffers;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>The bytes of every <see cref="BrokerMessage"/>.</summary>
public static class BrokerMessageFormat
{
    internal static MessageTable<BrokerMessage> Table { get; } = MakeTable();

    /// <summary>Writes one message as one frame.</summary>
    /// <exception cref="WireFormatException">A name is longer than the protocol allows.</exception>
    public static void Write(BrokerMessage message, IBufferWriter<byte> output) => Table.Write(message, output);

    /// <summary>Reads one frame. Byte strings of the message are parts of <paramref name="frame"/>, not copies.</summary>
    /// <exception cref="WireFormatException">It is no such message.</exception>
    public static BrokerMessage Read(ReadOnlyMemory<byte> frame) => Table.Read(frame);

    private static MessageTable<BrokerMessage> MakeTable()
    {
        var table = new MessageTable<BrokerMessage>();
        ConsumerFormat.AddTo(table);
        LeaseFormat.AddTo(table);
        StudyFormat.AddTo(table);
        StudyAnswerFormat.AddTo(table);
        BrokerAnswerFormat.AddTo(table);
        return table;
    }
}

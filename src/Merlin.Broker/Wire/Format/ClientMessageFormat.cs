using System.Buffers;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Wire.Format;

/// <summary>The bytes of every <see cref="ClientMessage"/>.</summary>
public static class ClientMessageFormat
{
    internal static MessageTable<ClientMessage> Table { get; } = MakeTable();

    /// <summary>Writes one message as one frame.</summary>
    /// <exception cref="WireFormatException">A name is longer than the protocol allows.</exception>
    public static void Write(ClientMessage message, IBufferWriter<byte> output) => Table.Write(message, output);

    /// <summary>Reads one frame. Byte strings of the message are parts of <paramref name="frame"/>, not copies.</summary>
    /// <exception cref="WireFormatException">It is no such message.</exception>
    public static ClientMessage Read(ReadOnlyMemory<byte> frame) => Table.Read(frame);

    private static MessageTable<ClientMessage> MakeTable()
    {
        var table = new MessageTable<ClientMessage>();
        ConsumerFormat.AddTo(table);
        LeaseFormat.AddTo(table);
        StudyFormat.AddTo(table);
        QueryFormat.AddTo(table);
        return table;
    }
}

using System.Buffers;
using Merlin.MessagePack;

namespace Merlin.Broker.Wire.Format;

/// <summary>The messages of one direction: for each its number, and how its fields are written and read.</summary>
/// <typeparam name="TMessage">What they have in common.</typeparam>
internal sealed class MessageTable<TMessage>
    where TMessage : class
{
    private readonly Dictionary<Type, Entry> _byType = [];
    private readonly Dictionary<FrameKind, Entry> _byKind = [];

    private delegate TMessage ReadAny(ref FieldReader reader);

    private delegate void WriteAny(TMessage message, IBufferWriter<byte> output);

    /// <summary>The numbers of the messages.</summary>
    public IReadOnlyCollection<FrameKind> Kinds => _byKind.Keys;

    /// <summary>The types of the messages.</summary>
    public IReadOnlyCollection<Type> Types => _byType.Keys;

    /// <summary>Adds a message.</summary>
    /// <param name="kind">Its number.</param>
    /// <param name="fields">How many fields <paramref name="write"/> writes.</param>
    /// <param name="write">Writes its fields.</param>
    /// <param name="read">Reads its fields, in the same order.</param>
    public void Add<T>(FrameKind kind, int fields, FieldsWriter<T> write, FieldsReader<T> read)
        where T : class, TMessage
    {
        var entry = new Entry(typeof(T).Name, WriteOne, (ref reader) => read(ref reader));
        _byType.Add(typeof(T), entry);
        _byKind.Add(kind, entry);

        void WriteOne(TMessage message, IBufferWriter<byte> output)
        {
            var writer = new FieldWriter(kind, fields, output);
            write((T)message, ref writer);
            writer.Flush();
        }
    }

    /// <summary>Adds a message that consists of its number.</summary>
    public void Add<T>(FrameKind kind)
        where T : class, TMessage, new() =>
        Add(kind, 0, static (T _, ref FieldWriter _) => { }, static (ref FieldReader _) => new T());

    public void Write(TMessage message, IBufferWriter<byte> output) => _byType[message.GetType()].Write(message, output);

    /// <summary>Reads a message, or null when the frame is another's.</summary>
    /// <exception cref="WireFormatException">It is no frame of the protocol.</exception>
    public TMessage? TryRead(ReadOnlyMemory<byte> frame)
    {
        var reader = new MessagePackReader(frame);
        (FrameKind kind, int fields) = FrameHead.Read(ref reader);
        return _byKind.TryGetValue(kind, out Entry? entry) ? Read(entry, reader, fields) : null;
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="WireFormatException">It is none of the table.</exception>
    public TMessage Read(ReadOnlyMemory<byte> frame) => TryRead(frame) ?? throw FrameHead.Unexpected(frame);

    private static TMessage Read(Entry entry, MessagePackReader body, int fields)
    {
        var reader = new FieldReader(entry.Name, body, fields);
        try
        {
            TMessage message = entry.Read(ref reader);
            reader.Finish();
            return message;
        }
        catch (MessagePackSerializationException e)
        {
            throw reader.Fault(e);
        }
    }

    private sealed record Entry(string Name, WriteAny Write, ReadAny Read);
}

using Merlin.MessagePack;

namespace Merlin.Broker.Wire.Format;

/// <summary>The beginning of every frame: an array whose first element says what the frame is.</summary>
internal static class FrameHead
{
    /// <summary>Reads it.</summary>
    /// <returns>What the frame is (perhaps a number without a name), and how many fields follow.</returns>
    /// <exception cref="WireFormatException">The bytes do not begin in this way.</exception>
    public static (FrameKind Kind, int Fields) Read(ref MessagePackReader reader)
    {
        try
        {
            int length = reader.ReadArrayHeader();
            return length > 0
                ? ((FrameKind)reader.ReadInt32(), length - 1)
                : throw new WireFormatException("The frame is an empty array; its first element should be a message number.");
        }
        catch (MessagePackSerializationException e)
        {
            throw new WireFormatException($"The frame is not a message: {e.Message}.", e);
        }
    }

    /// <summary>The error that a frame bears a number that does not belong here.</summary>
    public static WireFormatException Unexpected(ReadOnlyMemory<byte> frame)
    {
        var reader = new MessagePackReader(frame);
        FrameKind kind = Read(ref reader).Kind;
        return new WireFormatException(Enum.IsDefined(kind)
            ? $"Message {(int)kind} ({kind}) does not belong here."
            : $"Message number {(int)kind} is unknown.");
    }
}

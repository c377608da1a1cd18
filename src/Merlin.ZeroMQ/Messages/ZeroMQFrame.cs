using System.Runtime.InteropServices;

namespace Merlin.ZeroMQ;

/// <summary>Takes received frames, one after the other. Not thread-safe: it belongs to the thread that receives.</summary>
public sealed unsafe class ZeroMQFrame : IDisposable
{
    private readonly MessageHandle _message;

    /// <summary>Makes an empty frame.</summary>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq.</exception>
    public ZeroMQFrame()
    {
        ZeroMQLibrary.EnsureLoaded();
        _message = new MessageHandle();
    }

    /// <summary>The frame's bytes, valid until the next one is received or the frame is disposed of.</summary>
    public ReadOnlySpan<byte> Span =>
        new(MessageImports.Data(Message), checked((int)MessageImports.Length(Message)));

    /// <summary>Whether the same message has another frame.</summary>
    public bool HasMore => MessageImports.More(Message) != 0;

    internal void* Message => _message.Pointer;

    /// <summary>
    /// A property of the connection that the frame came on, such as <c>User-Id</c>; empty when there is none. Valid as
    /// long as <see cref="Span"/>.
    /// </summary>
    /// <param name="name">The property's name, ending with a zero byte.</param>
    public ReadOnlySpan<byte> Property(ReadOnlySpan<byte> name)
    {
        fixed (byte* text = name)
        {
            byte* value = MessageImports.Property(Message, text);
            return value is null ? default : MemoryMarshal.CreateReadOnlySpanFromNullTerminated(value);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _message.Dispose();
}

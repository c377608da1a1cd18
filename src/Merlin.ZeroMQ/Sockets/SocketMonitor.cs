using System.Buffers.Binary;

namespace Merlin.ZeroMQ;

/// <summary>Tells what happens to a socket's connections. Belongs to the socket's thread; dispose of it before the socket.</summary>
public sealed class SocketMonitor : IDisposable
{
    private readonly ZeroMQFrame _frame = new();

    internal SocketMonitor(ZeroMQContext context, string address)
    {
        Socket = new ZeroMQSocket(context, SocketKind.Pair, new SocketSettings { Reconnects = true });
        Socket.Connect(address);
    }

    /// <summary>Readable when something has happened; for a <see cref="ZeroMQPoller"/>.</summary>
    public ZeroMQSocket Socket { get; }

    /// <summary>The next thing that has happened, or <see cref="SocketEvents.None"/>.</summary>
    public SocketEvents Next()
    {
        if (!Socket.TryReceive(_frame))
        {
            return SocketEvents.None;
        }

        var happened = (SocketEvents)BinaryPrimitives.ReadUInt16LittleEndian(_frame.Span);
        while (_frame.HasMore)
        {
            _ = Socket.TryReceive(_frame);
        }

        return happened;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Socket.Dispose();
        _frame.Dispose();
    }
}

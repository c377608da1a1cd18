using System.Buffers.Binary;

namespace Merlin.ZeroMQ;

/// <summary>Tells what happens to a socket's connections. Belongs to the socket's thread; dispose of it before the socket.</summary>
/// <remarks>
/// libzmq tells by messages from its own I/O thread, and waits without end for somebody to take them. So it is told to be
/// quiet before the taker goes: otherwise the first event after that stops the thread, and with it every socket of the context.
/// </remarks>
public sealed class SocketMonitor : IDisposable
{
    private readonly ZeroMQFrame _frame = new();
    private readonly SocketHandle _watched;

    /// <summary>Begins to listen to a socket that tells its events already.</summary>
    internal SocketMonitor(ZeroMQContext context, SocketHandle watched, string address)
    {
        _watched = watched;
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
        Silence(_watched);
        Socket.Dispose();
        _frame.Dispose();
    }

    /// <summary>Lets a socket tell nothing more. It takes its turn with the I/O thread, so that no event is half told.</summary>
    internal static void Silence(SocketHandle watched) => _ = SocketImports.Monitor(watched, address: null, events: 0);
}

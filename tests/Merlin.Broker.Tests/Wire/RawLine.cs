using System.Buffers;
using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Tests.Wire;

/// <summary>A socket that says what no honest client would.</summary>
internal sealed class RawLine : IDisposable
{
    private const int LimitMilliseconds = 60_000; // only a test that fails waits this long
    private const int SocketPlace = 0;

    private readonly ZeroMQContext _context = new(ioThreads: 1);
    private readonly ZeroMQFrame _frame = new();
    private readonly ZeroMQPoller _poller = new(1);
    private readonly ZeroMQSocket _socket;
    private readonly SocketMonitor _monitor;

    public RawLine(string address, SocketSettings? settings = null)
    {
        _socket = new ZeroMQSocket(_context, SocketKind.Dealer, settings ?? new SocketSettings());
        _monitor = _socket.Monitor(
            SocketEvents.Disconnected | SocketEvents.HandshakeProtocolFailed | SocketEvents.HandshakeFailed);
        _socket.Connect(address);
    }

    public static byte[] Bytes(SessionFrame frame)
    {
        var bytes = new ArrayBufferWriter<byte>();
        SessionFormat.Write(frame, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    public static byte[] Bytes(ClientMessage message)
    {
        var bytes = new ArrayBufferWriter<byte>();
        ClientMessageFormat.Write(message, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Whether something has come that was not looked at; takes it.</summary>
    public bool HasFrame => _socket.TryReceive(_frame);

    public SendResult Send(byte[] frame, bool hasMore = false) => _socket.TrySend(frame, hasMore);

    public void Send(SessionFrame frame) => Assert.Equal(SendResult.Sent, Send(Bytes(frame)));

    /// <summary>Opens a session.</summary>
    public void Open()
    {
        Send(new SessionHello(ProtocolVersion.Lowest, ProtocolVersion.Highest, "raw"));
        Next<SessionWelcome>();
    }

    /// <summary>Waits for the next frame about the line; others are passed over.</summary>
    public T Next<T>()
        where T : SessionFrame
    {
        while (true)
        {
            Await(_socket, $"No {typeof(T).Name} came.");
            while (_socket.TryReceive(_frame))
            {
                if (SessionFormat.TryRead(_frame.Span.ToArray(), out SessionFrame? session) && session is T wanted)
                {
                    return wanted;
                }
            }
        }
    }

    /// <summary>Waits until the broker has ended the connection.</summary>
    public void AwaitEnd()
    {
        Await(_monitor.Socket, "The connection did not end.");
        Assert.NotEqual(SocketEvents.None, _monitor.Next());
    }

    public void Dispose()
    {
        _monitor.Dispose();
        _socket.Dispose();
        _frame.Dispose();
        _context.Dispose();
    }

    private void Await(ZeroMQSocket socket, string complaint)
    {
        _poller.Set(SocketPlace, socket);
        _poller.Wait(LimitMilliseconds);
        Assert.True(_poller.IsReadable(SocketPlace), complaint);
    }
}

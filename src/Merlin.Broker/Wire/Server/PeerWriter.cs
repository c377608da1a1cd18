using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>Sends frames to connections. Belongs to the server's thread.</summary>
internal sealed class PeerWriter(IReadOnlyList<ListeningSocket> sockets)
{
    private readonly FrameBuffer _buffer = new();

    /// <summary>Sends a message.</summary>
    /// <exception cref="WireFormatException">The message cannot be written.</exception>
    public SendResult TrySend(PeerKey to, BrokerMessage message) => Send(to, _buffer.Write(message));

    /// <summary>Sends a frame about the line itself.</summary>
    public SendResult TrySend(PeerKey to, SessionFrame frame) => Send(to, _buffer.Write(frame));

    /// <summary>Answers a connection that has chosen its own routing id.</summary>
    public void Answer(int socket, ReadOnlySpan<byte> routingId, SessionFrame frame)
    {
        ZeroMQSocket router = sockets[socket].Socket;
        if (router.TrySend(routingId, hasMore: true) == SendResult.Sent)
        {
            router.TrySend(_buffer.Write(frame));
        }
    }

    private SendResult Send(PeerKey to, ReadOnlySpan<byte> frame)
    {
        Span<byte> routingId = stackalloc byte[PeerKey.Size];
        to.Write(routingId);
        ZeroMQSocket router = sockets[to.Socket].Socket;
        SendResult result = router.TrySend(routingId, hasMore: true);
        return result == SendResult.Sent ? router.TrySend(frame) : result;
    }
}

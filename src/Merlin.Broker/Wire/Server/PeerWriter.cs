using Merlin.Broker.Messages;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>Sends frames to connections. Belongs to the server's thread.</summary>
internal sealed class PeerWriter(IReadOnlyList<ListeningSocket> sockets)
{

    // What is shorter costs less than counting it; as much of it waits at most as the socket's limit of messages lets.
    private const int LongestUncounted = 128;

    private readonly FrameBuffer _buffer = new();

    /// <summary>Sends a message unless too much waits for the peer already.</summary>
    /// <exception cref="WireFormatException">The message cannot be written.</exception>
    public SendResult TrySend(Peer to, BrokerMessage message)
    {
        ReadOnlySpan<byte> frame = _buffer.Write(message);
        if (frame.Length <= LongestUncounted)
        {
            return Send(to.Key, frame);
        }

        return to.Unsent.HasRoomFor(frame.Length) ? Send(to.Key, frame, to.Unsent.Bytes) : SendResult.Full;
    }

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

    private SendResult Send(PeerKey to, ReadOnlySpan<byte> frame, UnsentBytes? count = null)
    {
        Span<byte> routingId = stackalloc byte[PeerKey.Size];
        to.Write(routingId);
        ZeroMQSocket router = sockets[to.Socket].Socket;
        SendResult result = router.TrySend(routingId, hasMore: true);
        if (result != SendResult.Sent)
        {
            return result;
        }

        return count is null ? router.TrySend(frame) : router.TrySend(frame, count);
    }
}

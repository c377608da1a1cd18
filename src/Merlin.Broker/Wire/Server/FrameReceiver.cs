using System.Text;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>
/// Takes frames from the sockets, finds out who speaks, and hands what they say to the broker. Whatever a frame holds,
/// the worst that comes of it is the end of its own line. Belongs to the server's thread.
/// </summary>
internal sealed class FrameReceiver(
    IReadOnlyList<ListeningSocket> sockets, PeerTable peers, PeerWriter writer, WireServerOptions options) : IDisposable
{
    // Frames of one socket at a time, so that the others and what is to be sent come to their turn.
    private const int FramesAtATime = 256;

    // What is longer begins no line; it need not be looked at.
    private const int LargestFirstFrame = 4096;

    // A routing id has at most 255 bytes.
    private const int LargestRoutingId = 255;

    private readonly ZeroMQFrame _frame = new();

    /// <summary>Takes what is there, up to a limit.</summary>
    /// <param name="socket">The place of the socket.</param>
    /// <param name="now">The present time stamp.</param>
    /// <returns>Whether more may be there.</returns>
    public bool ReceiveSome(int socket, long now)
    {
        ZeroMQSocket router = sockets[socket].Socket;
        Span<byte> routingId = stackalloc byte[LargestRoutingId];
        for (int i = 0; i < FramesAtATime; i++)
        {
            if (!router.TryReceive(_frame))
            {
                return false;
            }

            int length = Math.Min(_frame.Span.Length, LargestRoutingId);
            _frame.Span[..length].CopyTo(routingId);
            if (_frame.HasMore && router.TryReceive(_frame))
            {
                Take(socket, routingId[..length], now);
            }
        }

        return true;
    }

    public void Dispose() => _frame.Dispose();

    private void Take(int socket, ReadOnlySpan<byte> routingId, long now)
    {
        bool single = !_frame.HasMore;
        if (!single)
        {
            SkipRest(sockets[socket].Socket);
        }

        if (!PeerKey.TryRead(socket, routingId, out PeerKey key))
        {
            writer.Answer(socket, routingId, Refused("A client must not choose its routing id (ZMQ_ROUTING_ID)."));
            return;
        }

        Peer? peer = peers.Find(key);
        PublicKey? publicKey = FindKey(sockets[socket], peer, out bool isNobody);
        ClientIdentity? identity = isNobody ? null : peers.Identify(publicKey);
        if (peer is not null && (identity != peer.Identity || publicKey != peer.PublicKey))
        {
            peers.CloseRevoked(peer);
        }
        else if (identity is not null)
        {
            TakeFrom(key, peer, identity, publicKey, single, now);
        }
    }

    // One frame at a time is a message; nothing else is said on a line.
    private void TakeFrom(
        PeerKey key, Peer? peer, ClientIdentity identity, PublicKey? publicKey, bool single, long now)
    {
        try
        {
            if (!single)
            {
                throw new WireFormatException("a message has one frame");
            }

            if (peer is null)
            {
                TakeFirst(key, identity, publicKey);
            }
            else
            {
                peer.LastHeard = now;
                TakeNext(peer, identity);
            }
        }
        catch (WireFormatException e)
        {
            if (peer is not null)
            {
                peers.Close(peer, "it has sent a malformed message");
            }

            peers.Refuse(key, $"The broker has received a malformed message: {e.Message}");
        }
    }

    private void TakeFirst(PeerKey key, ClientIdentity identity, PublicKey? publicKey)
    {
        // What a client of a line that was closed goes on to say, until it hears of that, is no fault of its own.
        if (_frame.Span.Length > LargestFirstFrame)
        {
            writer.TrySend(key, new SessionUnknown());
        }
        else if (SessionFormat.TryRead(_frame.Span.ToArray(), out SessionFrame? frame) && frame is SessionHello hello)
        {
            peers.Open(key, identity, publicKey, hello);
        }
        else if (frame is not SessionClose)
        {
            writer.TrySend(key, new SessionUnknown());
        }
    }

    private void TakeNext(Peer peer, ClientIdentity identity)
    {
        byte[] bytes = _frame.Span.ToArray();
        if (!SessionFormat.TryRead(bytes, out SessionFrame? frame))
        {
            TakeMessage(peer, ClientMessageFormat.Read(bytes), bytes.Length);
            return;
        }

        switch (frame)
        {
            case SessionHello hello:
                peers.Open(peer.Key, identity, peer.PublicKey, hello);
                break;
            case SessionClose:
                peers.Close(peer, "the client has closed it");
                break;
            case SessionKeepAlive:
                break;
            default:
                throw new WireFormatException($"a client does not send {frame.GetType().Name}");
        }
    }

    private void TakeMessage(Peer peer, ClientMessage message, int bytes)
    {
        (int waitingMessages, long waitingBytes) = peer.Waiting;
        if (waitingMessages >= options.MostWaitingMessages || waitingBytes + bytes > options.MostWaitingBytes)
        {
            peers.Close(peer, $"{waitingMessages} messages of it wait already");
            writer.TrySend(peer.Key, new SessionClose());
            return;
        }

        peer.Send(message, bytes);
    }

    private void SkipRest(ZeroMQSocket router)
    {
        while (_frame.HasMore && router.TryReceive(_frame))
        {
            // The frames of one message arrive together.
        }
    }

    // A connection keeps its key for life; the text is made once.
    private PublicKey? FindKey(ListeningSocket socket, Peer? peer, out bool isNobody)
    {
        isNobody = false;
        if (socket.LocalIdentity is not null)
        {
            return null;
        }

        ReadOnlySpan<byte> userId = _frame.Property("User-Id\0"u8);
        isNobody = userId.IsEmpty;
        return peer?.PublicKey is { } known && known.Is(userId) ? known : new PublicKey(Encoding.ASCII.GetString(userId));
    }

    private static SessionRefused Refused(string reason) => new(reason, ProtocolVersion.Lowest, ProtocolVersion.Highest);
}

using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;
using Merlin.Broker.Wire.Format;
using Merlin.ZeroMQ;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>The open lines: what is sent on them, and how they end. Belongs to the server's thread.</summary>
internal sealed class PeerTable(
    ILineHost host, WireServerOptions options, PeerWriter writer, WakingQueue<Outbound> outbox, ILogger logger)
{
    // As many intervals of silence end a line.
    private const int SilentIntervals = 3;

    private readonly Dictionary<PeerKey, Peer> _peers = [];
    private readonly List<Peer> _ended = [];
    private readonly UnsentQueues _unsent = new(options);
    private readonly Dictionary<string, int> _linesByOwner = new(StringComparer.Ordinal);

    /// <summary>The line on a connection; null when none is open there.</summary>
    public Peer? Find(PeerKey key) => _peers.GetValueOrDefault(key);

    /// <summary>Who speaks on a connection now; null when its key is not authorized, or no longer.</summary>
    public ClientIdentity? Identify(PublicKey? publicKey) =>
        publicKey is null ? options.LocalIdentity : options.Keys?.FindByPublicKey(publicKey.Text);

    /// <summary>Opens a line, in place of one that was open on the same connection.</summary>
    public void Open(PeerKey key, ClientIdentity identity, PublicKey? publicKey, SessionHello hello)
    {
        if (Find(key) is { } earlier)
        {
            Close(earlier, "the client has begun anew");
        }

        if (ProtocolVersion.Common(hello.LowestVersion, hello.HighestVersion) is not { } version)
        {
            Refuse(key, Versions.Refusal(hello, host.Version));
        }
        else if (_peers.Count >= options.MostPeers || _linesByOwner.GetValueOrDefault(identity.Owner) >= options.MostPeersOfAnOwner)
        {
            WireLog.TooManyPeers(logger, _peers.Count, _linesByOwner.GetValueOrDefault(identity.Owner), identity.Owner);
        }
        else
        {
            UnsentQueue unsent = _unsent.Of(key, identity.Owner);
            Welcome(new Peer(key, identity, publicKey, unsent, outbox, options.MostUnsentBytes), version);
            WireLog.PeerOpened(logger, key, identity.Key, identity.Owner, hello.ProgramVersion);
        }
    }

    /// <summary>Says on a connection why it is not served.</summary>
    public void Refuse(PeerKey key, string reason)
    {
        WireLog.PeerRefused(logger, key, reason);
        writer.TrySend(key, new SessionRefused(reason, ProtocolVersion.Lowest, ProtocolVersion.Highest));
    }

    /// <summary>Closes a line.</summary>
    public void Close(Peer peer, string reason)
    {
        if (!peer.IsClosed)
        {
            peer.Close();
            _peers.Remove(peer.Key);
            _linesByOwner[peer.Identity.Owner]--;
            WireLog.PeerClosed(logger, peer.Key, peer.Identity.Key, reason);
        }
    }

    /// <summary>Closes the line of a key that is not authorized any more, or not for the same.</summary>
    public void CloseRevoked(Peer peer)
    {
        Close(peer, "its key was revoked or changed");
        Refuse(peer.Key, "Your key for this broker was revoked or changed. Ask whoever runs the broker, and start again.");
    }

    /// <summary>Sends what the broker says.</summary>
    public void Deliver(Peer peer, BrokerMessage message, long now)
    {
        peer.Took(message);
        if (peer.IsClosed)
        {
            return;
        }

        if (peer.IsOverrun)
        {
            Conclude(peer, SendResult.Full, now);
            return;
        }

        if (Identify(peer.PublicKey) != peer.Identity)
        {
            CloseRevoked(peer);
            return;
        }

        try
        {
            Conclude(peer, writer.TrySend(peer, message), now);
        }
        catch (WireFormatException e)
        {
            WireLog.NotSendable(logger, peer.Key, peer.Identity.Key, e.Message);
            Close(peer, "a message could not be sent");
            writer.TrySend(peer.Key, new SessionClose());
        }
    }

    /// <summary>Ends the lines of those who are silent or not authorized any more; lets the others know that the broker lives.</summary>
    public void Sweep(long now)
    {
        foreach (Peer peer in _peers.Values)
        {
            if (IsSilent(peer, now) || Identify(peer.PublicKey) != peer.Identity)
            {
                _ended.Add(peer);
            }
            else if (options.Clock.GetElapsedTime(peer.LastSaid, now) >= options.KeepaliveInterval)
            {
                if (writer.TrySend(peer.Key, new SessionKeepAlive()) == SendResult.Sent)
                {
                    peer.LastSaid = now;
                }
                else
                {
                    _ended.Add(peer);
                }
            }
        }

        _ended.ForEach(peer => CloseEnded(peer, now));
        _ended.Clear();
        _unsent.Sweep(_peers.ContainsKey);
    }

    /// <summary>Ends all lines.</summary>
    public void CloseAll()
    {
        foreach (Peer peer in _peers.Values)
        {
            peer.Close();
            writer.TrySend(peer.Key, new SessionClose());
        }

        _peers.Clear();
    }

    private bool IsSilent(Peer peer, long now) =>
        options.Clock.GetElapsedTime(peer.LastHeard, now) >= SilentIntervals * options.KeepaliveInterval;

    private void CloseEnded(Peer peer, long now)
    {
        if (Identify(peer.PublicKey) != peer.Identity)
        {
            CloseRevoked(peer);
            return;
        }

        Close(peer, IsSilent(peer, now) ? "it has fallen silent" : "the connection is broken, or the client does not read");
        writer.TrySend(peer.Key, new SessionClose());
    }

    private void Welcome(Peer peer, int version)
    {
        long now = options.Clock.GetTimestamp();
        peer.LastHeard = now;
        peer.LastSaid = now;
        var welcome = new SessionWelcome(
            version, host.Version, host.BrokerId, peer.Identity.Owner, options.KeepaliveInterval, options.LargestFrame);
        if (writer.TrySend(peer.Key, welcome) == SendResult.Sent)
        {
            _peers.Add(peer.Key, peer);
            _linesByOwner[peer.Identity.Owner] = _linesByOwner.GetValueOrDefault(peer.Identity.Owner) + 1;
            peer.Open(host);
        }
    }

    private void Conclude(Peer peer, SendResult result, long now)
    {
        switch (result)
        {
            case SendResult.Sent:
                peer.LastSaid = now;
                break;
            case SendResult.Full:
                Close(peer, "the client does not read");
                writer.TrySend(peer.Key, new SessionClose());
                break;
            default:
                Close(peer, "the connection is broken");
                break;
        }
    }
}

using Merlin.Broker.Hosting;
using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Wire;

/// <summary>
/// One open line as the server sees it. Belongs to the server's thread, but for what the broker says on its own thread,
/// which is only queued.
/// </summary>
/// <param name="key">The connection.</param>
/// <param name="identity">Who speaks on it.</param>
/// <param name="publicKey">The key by which that was found out; null for a local one.</param>
/// <param name="outbox">Takes what the broker says.</param>
internal sealed class Peer(PeerKey key, ClientIdentity identity, PublicKey? publicKey, WakingQueue<Outbound> outbox) : IBrokerListener
{
    private IHostChannel? _line;

    /// <summary>The connection.</summary>
    public PeerKey Key => key;

    /// <summary>Who speaks on it.</summary>
    public ClientIdentity Identity => identity;

    /// <summary>The key by which that was found out; null for a local one.</summary>
    public PublicKey? PublicKey => publicKey;

    /// <summary>Time stamp of the last frame from it.</summary>
    public long LastHeard { get; set; }

    /// <summary>Time stamp of the last frame to it.</summary>
    public long LastSaid { get; set; }

    /// <summary>Whether nothing more is sent to it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How much of it waits for the broker.</summary>
    public (int Messages, long Bytes) Waiting => (_line?.WaitingMessages ?? 0, _line?.WaitingBytes ?? 0);

    /// <summary>Opens the line into the broker.</summary>
    public void Open(BrokerHost host) => _line = host.Connect(identity, this);

    /// <summary>Hands a message to the broker.</summary>
    public void Send(ClientMessage message, int bytes) => _line?.Send(message, bytes);

    /// <summary>Tells the broker that the line is closed; what it has said meanwhile is dropped.</summary>
    public void Close()
    {
        IsClosed = true;
        _line?.Dispose();
    }

    void IBrokerListener.Opened(BrokerGreeting broker)
    {
        // The server has welcomed the client by itself: what the client says is queued behind the line's opening.
    }

    void IBrokerListener.Received(BrokerMessage message) => outbox.Add(new Outbound(this, message));

    void IBrokerListener.Lost(string reason)
    {
        // A line within the process does not break.
    }

    void IBrokerListener.Refused(string reason)
    {
        // The host has ended; whoever runs the server ends it too, and with it the lines.
    }
}

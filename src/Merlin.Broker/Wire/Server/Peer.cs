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
/// <param name="unsent">What waits to be sent to it.</param>
/// <param name="outbox">Takes what the broker says.</param>
/// <param name="mostQueuedBytes">How much of that may wait there.</param>
internal sealed class Peer(
    PeerKey key,
    ClientIdentity identity,
    PublicKey? publicKey,
    UnsentQueue unsent,
    WakingQueue<Outbound> outbox,
    long mostQueuedBytes) : IBrokerListener
{
    private IHostChannel? _line;
    private long _queuedBytes;
    private volatile bool _isOverrun;

    /// <summary>The connection.</summary>
    public PeerKey Key => key;

    /// <summary>Who speaks on it.</summary>
    public ClientIdentity Identity => identity;

    /// <summary>The key by which that was found out; null for a local one.</summary>
    public PublicKey? PublicKey => publicKey;

    /// <summary>What waits to be sent to it.</summary>
    public UnsentQueue Unsent => unsent;

    /// <summary>Whether the broker had more to say than is kept, so that something is missing.</summary>
    public bool IsOverrun => _isOverrun;

    /// <summary>Time stamp of the last frame from it.</summary>
    public long LastHeard { get; set; }

    /// <summary>Time stamp of the last frame to it.</summary>
    public long LastSaid { get; set; }

    /// <summary>Whether nothing more is sent to it.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>How much of it waits for the broker.</summary>
    public (int Messages, long Bytes) Waiting => (_line?.WaitingMessages ?? 0, _line?.WaitingBytes ?? 0);

    /// <summary>Opens the line into the broker.</summary>
    public void Open(ILineHost host) => _line = host.Connect(identity, this);

    /// <summary>Hands a message to the broker; one that has given the line up does not hear it.</summary>
    public void Send(ClientMessage message, int bytes)
    {
        try
        {
            _line?.Send(message, bytes);
        }
        catch (ObjectDisposedException)
        {
            // The broker's thread gives an overrun line up at any moment; this one learns of it by what is queued already.
        }
    }

    /// <summary>Notes that something of what the broker said is taken out of the queue.</summary>
    public void Took(BrokerMessage message) => Interlocked.Add(ref _queuedBytes, -OutgoingSize.Of(message));

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

    // Answers to one turn's questions may be more than memory holds: the line is given up, and nothing more is asked for it.
    void IBrokerListener.Received(BrokerMessage message)
    {
        long size = OutgoingSize.Of(message);
        if (Interlocked.Read(ref _queuedBytes) is > 0 and var queued && queued + size > mostQueuedBytes)
        {
            _isOverrun = true;
            _line?.Dispose();
            return;
        }

        Interlocked.Add(ref _queuedBytes, size);
        outbox.Add(new Outbound(this, message));
    }

    void IBrokerListener.Lost(string reason)
    {
        // A line within the process does not break.
    }

    void IBrokerListener.Refused(string reason)
    {
        // The host has ended; whoever runs the server ends it too, and with it the lines.
    }
}

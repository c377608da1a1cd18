using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Broker.Security;

namespace Merlin.Broker.Hosting;

/// <summary>A line to a broker in the same process. Once it is disposed of, nothing more is delivered.</summary>
internal sealed class MemoryChannel(PeerId peer, HostLoop loop, Mailbox mailbox, IBrokerListener listener)
    : IBrokerChannel
{
    private readonly Lock _gate = new();
    private volatile bool _closed;

    public void Send(ClientMessage message)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        mailbox.Post(new LoopAction(() => loop.Receive(peer, message)));
    }

    /// <summary>Tells the client that the line is open; called on the loop's thread.</summary>
    public void Open(ClientIdentity client)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                listener.Opened(new BrokerGreeting("", 0, "", client.Owner));
            }
        }
    }

    /// <summary>Hands a message to the client; called on the loop's thread.</summary>
    public void Deliver(BrokerMessage message)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                listener.Received(message);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
        }

        mailbox.Post(new LoopAction(() => loop.Close(peer)));
    }
}

using Merlin.Broker.Messages;

namespace Merlin.Broker.Hosting;

/// <summary>A line to a broker in the same process. Once it is disposed of, nothing more is delivered.</summary>
internal sealed class MemoryChannel(PeerId peer, HostLoop loop, Mailbox mailbox, Action<BrokerMessage> deliver)
    : IBrokerChannel
{
    private readonly Lock _gate = new();
    private volatile bool _closed;

    public void Send(ClientMessage message)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        mailbox.Post(new LoopAction(() => loop.Receive(peer, message)));
    }

    /// <summary>Hands a message to the client; called on the loop's thread.</summary>
    public void Deliver(BrokerMessage message)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                deliver(message);
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

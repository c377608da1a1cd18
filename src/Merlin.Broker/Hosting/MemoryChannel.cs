using Merlin.Broker.Messages;

namespace Merlin.Broker.Hosting;

/// <summary>A line to a broker in the same process.</summary>
internal sealed class MemoryChannel(PeerId peer, HostLoop loop, Mailbox mailbox) : IBrokerChannel
{
    private int _closed;

    public void Send(ClientMessage message)
    {
        ObjectDisposedException.ThrowIf(_closed != 0, this);
        mailbox.Post(new LoopAction(() => loop.Receive(peer, message)));
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            mailbox.Post(new LoopAction(() => loop.Close(peer)));
        }
    }
}

using Merlin.Broker.Lines;
using Merlin.Broker.Messages;
using Merlin.Posix;

namespace Merlin.Broker.Hosting;

/// <summary>
/// A line to a broker in the same process. Once it is disposed of, nothing more is delivered. When the broker's loop has
/// ended the line is refused: it will not open again.
/// </summary>
internal sealed class MemoryChannel(PeerId peer, IHostedLoop loop, Mailbox<LoopWork> mailbox, IBrokerListener listener)
    : IHostChannel
{
    private readonly Lock _gate = new();
    private volatile bool _closed;
    private int _waitingMessages;
    private long _waitingBytes;

    /// <summary>Whether nothing more is delivered.</summary>
    public bool IsClosed => _closed;

    public int WaitingMessages => Volatile.Read(ref _waitingMessages);

    public long WaitingBytes => Volatile.Read(ref _waitingBytes);

    public void Send(ClientMessage message) => Send(message, 0);

    public void Send(ClientMessage message, int bytes)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        Interlocked.Increment(ref _waitingMessages);
        Interlocked.Add(ref _waitingBytes, bytes);
        mailbox.Post(new LineMessage(this, message, bytes));
    }

    /// <summary>Hands a message to the loop; called on the loop's thread.</summary>
    public void Take(ClientMessage message, int bytes)
    {
        Interlocked.Decrement(ref _waitingMessages);
        Interlocked.Add(ref _waitingBytes, -bytes);
        loop.Receive(peer, message);
    }

    /// <summary>Tells the client that the line is open; called on the loop's thread.</summary>
    public void Open(BrokerGreeting greeting)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                listener.Opened(greeting);
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

    /// <summary>Tells the client that the loop has ended.</summary>
    public void Refuse(Exception reason)
    {
        // The text of an orderly end is the program's own; the others are for the user.
        string words = reason is ObjectDisposedException ? "The broker of this process has ended." : reason.Message;
        lock (_gate)
        {
            if (!_closed)
            {
                listener.Refused(words);
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

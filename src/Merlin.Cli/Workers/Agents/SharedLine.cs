using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Cli.Workers.Agents;

/// <summary>One line to a broker for several who speak on it: whoever has joined before it opens hears all that comes.</summary>
internal sealed class SharedLine : IBrokerListener, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<IBrokerListener> _listeners = [];
    private IBrokerChannel? _channel;

    /// <summary>Joins the line; leaving it does not close it.</summary>
    /// <exception cref="InvalidOperationException">It was opened already.</exception>
    public IBrokerChannel Join(IBrokerListener listener)
    {
        lock (_gate)
        {
            if (_channel is not null)
            {
                throw new InvalidOperationException("Nobody joins a line that is open: its opening would not be heard.");
            }

            _listeners.Add(listener);
            return new Part(this);
        }
    }

    /// <summary>Begins to open the line.</summary>
    /// <param name="connect">Makes it.</param>
    public void Open(Func<IBrokerListener, IBrokerChannel> connect)
    {
        // Whoever answers what is heard at once waits here until there is something to speak on.
        lock (_gate)
        {
            _channel = connect(this);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _channel?.Dispose();

    void IBrokerListener.Opened(BrokerGreeting broker) => _listeners.ForEach(listener => listener.Opened(broker));

    void IBrokerListener.Received(BrokerMessage message) => _listeners.ForEach(listener => listener.Received(message));

    void IBrokerListener.Lost(string reason) => _listeners.ForEach(listener => listener.Lost(reason));

    void IBrokerListener.Refused(string reason) => _listeners.ForEach(listener => listener.Refused(reason));

    private void Send(ClientMessage message)
    {
        IBrokerChannel? channel;
        lock (_gate)
        {
            channel = _channel;
        }

        channel?.Send(message);
    }

    private sealed class Part(SharedLine line) : IBrokerChannel
    {
        public void Send(ClientMessage message) => line.Send(message);

        public void Dispose()
        {
            // The line stays open for the others.
        }
    }
}

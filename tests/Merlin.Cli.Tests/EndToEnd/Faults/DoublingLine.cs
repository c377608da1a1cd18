using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Cli.Tests.EndToEnd.Faults;

/// <summary>
/// A line on which every message, in both directions, is delivered twice in one case of three. The copy follows its
/// original at once: lines keep the order, so nothing can come between the two.
/// </summary>
internal sealed class DoublingLine : IBrokerChannel, IBrokerListener
{
    private const int OneOf = 3;
    private readonly IBrokerListener _listener;
    private readonly Random _sending;
    private readonly Random _receiving;
    private readonly IBrokerChannel _channel;

    /// <summary>Opens the line.</summary>
    /// <param name="connect">Opens the one below.</param>
    /// <param name="listener">Hears everything, some of it twice.</param>
    /// <param name="seed">Of the choice.</param>
    public DoublingLine(Func<IBrokerListener, IBrokerChannel> connect, IBrokerListener listener, int seed)
    {
        // Two, since a line is spoken and heard on different threads.
        _sending = new Random(seed);
        _receiving = new Random(seed + 1);
        _listener = listener;
        _channel = connect(this);
    }

    public void Send(ClientMessage message)
    {
        _channel.Send(message);
        if (_sending.Next(OneOf) == 0)
        {
            _channel.Send(message);
        }
    }

    public void Received(BrokerMessage message)
    {
        _listener.Received(message);
        if (_receiving.Next(OneOf) == 0)
        {
            _listener.Received(message);
        }
    }

    public void Opened(BrokerGreeting broker) => _listener.Opened(broker);

    public void Lost(string reason) => _listener.Lost(reason);

    public void Refused(string reason) => _listener.Refused(reason);

    public void Dispose() => _channel.Dispose();
}

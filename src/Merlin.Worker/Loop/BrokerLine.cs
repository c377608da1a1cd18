using Merlin.Broker.Lines;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Loop;

/// <summary>The worker's line to its broker. A message for which there is no line is dropped: attaching makes up for it.</summary>
internal sealed class BrokerLine(
    Func<IBrokerListener, IBrokerChannel> connect, IBrokerListener listener) : IDisposable
{
    private IBrokerChannel? _channel;

    /// <summary>Whether there is a line.</summary>
    public bool IsOpen => _channel is not null;

    /// <summary>Opens the line.</summary>
    public void Open() => _channel = connect(listener);

    /// <summary>Sends a message.</summary>
    /// <returns>Whether there was a line to send it on.</returns>
    public bool Send(ClientMessage message)
    {
        if (_channel is null)
        {
            return false;
        }

        try
        {
            _channel.Send(message);
            return true;
        }
        catch (ObjectDisposedException)
        {
            Dispose();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel?.Dispose();
        _channel = null;
    }
}

using Merlin.Broker.Messages;

namespace Merlin.Broker.Hosting;

/// <summary>
/// One client's line to a broker, in memory or over a network. What the broker says is delivered to the callback that
/// was given when the line was opened, one message at a time and in order, on a thread of the line's own: the callback
/// must only hand it on.
/// </summary>
public interface IBrokerChannel : IDisposable
{
    /// <summary>Sends a message; never blocks on the broker. Messages of one line arrive in order.</summary>
    /// <exception cref="ObjectDisposedException">The line was closed.</exception>
    void Send(ClientMessage message);
}

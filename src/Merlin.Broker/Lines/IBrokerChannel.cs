using Merlin.Broker.Messages;

namespace Merlin.Broker.Lines;

/// <summary>
/// One client's line to a broker, in memory or over a network. What happens on it is told to the
/// <see cref="IBrokerListener"/> that was given when the line was made. A network line that breaks is opened again by
/// itself, for as long as it is not disposed of.
/// </summary>
public interface IBrokerChannel : IDisposable
{
    /// <summary>
    /// Sends a message; never blocks on the broker. Messages of one line arrive in order; while the line is not open they
    /// are dropped: <see cref="IBrokerListener.Opened"/> is the time to say again what matters.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The line was closed.</exception>
    void Send(ClientMessage message);
}

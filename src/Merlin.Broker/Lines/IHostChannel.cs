using Merlin.Broker.Messages;

namespace Merlin.Broker.Lines;

/// <summary>A line into a broker of this process. Whoever brings in what comes over a network learns how much waits.</summary>
public interface IHostChannel : IBrokerChannel
{
    /// <summary>How many messages of this line the broker has not taken in yet. May be read from any thread.</summary>
    int WaitingMessages { get; }

    /// <summary>How many bytes these had on the wire.</summary>
    long WaitingBytes { get; }

    /// <summary>Sends a message of a known size; otherwise as <see cref="IBrokerChannel.Send"/>.</summary>
    /// <param name="message">The message.</param>
    /// <param name="bytes">Its size on the wire, by which the broker bounds what it takes in at once.</param>
    /// <exception cref="ObjectDisposedException">The line was closed.</exception>
    void Send(ClientMessage message, int bytes);
}

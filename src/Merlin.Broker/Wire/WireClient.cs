using Merlin.Broker.Lines;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>Opens lines to a broker over ZeroMQ.</summary>
public static class WireClient
{
    /// <summary>Begins to open a line; returns at once.</summary>
    /// <param name="endpoint">Where the broker is.</param>
    /// <param name="programVersion">This program's version, for the broker's log.</param>
    /// <param name="listener">Hears what happens, on the line's own thread.</param>
    /// <param name="logger">Takes what happens, in more detail.</param>
    /// <exception cref="BrokerUnavailableException">There is no usable libzmq on this machine.</exception>
    /// <exception cref="BrokerAddressException">The directory of an <c>ipc://</c> address is open to others.</exception>
    public static IBrokerChannel Connect(
        BrokerEndpoint endpoint, string programVersion, IBrokerListener listener, ILogger logger)
    {
        throw new BrokerUnavailableException($"No line to {endpoint}: {programVersion}, {listener}, {logger}.");
    }
}

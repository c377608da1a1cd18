using Merlin.Broker.Lines;
using Merlin.Posix;
using Merlin.ZeroMQ;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>Opens lines to a broker over ZeroMQ.</summary>
public static class WireClient
{
    /// <summary>
    /// Begins to open a line; returns at once. Each vain try is told by <see cref="IBrokerListener.Lost"/>, with the reason.
    /// </summary>
    /// <param name="endpoint">Where the broker is.</param>
    /// <param name="programVersion">This program's version, for the broker's log.</param>
    /// <param name="listener">Hears what happens, on the line's own thread.</param>
    /// <param name="logger">Takes what happens, in more detail.</param>
    /// <exception cref="BrokerUnavailableException">There is no usable libzmq on this machine, or there are too many open files.</exception>
    public static IBrokerChannel Connect(
        BrokerEndpoint endpoint, string programVersion, IBrokerListener listener, ILogger logger) =>
        Connect(endpoint, programVersion, listener, logger, new LineTimes(), TimeProvider.System);

    /// <summary>As above, with other times.</summary>
    internal static IBrokerChannel Connect(
        BrokerEndpoint endpoint,
        string programVersion,
        IBrokerListener listener,
        ILogger logger,
        LineTimes times,
        TimeProvider clock)
    {
        try
        {
            if (endpoint.Curve is not null)
            {
                CurveKeyPair.EnsureCurve();
            }

            return new WireChannel(endpoint, programVersion, listener, logger, times, clock);
        }
        catch (ZeroMQUnavailableException e)
        {
            throw new BrokerUnavailableException(e.Message);
        }
        catch (Exception e) when (e is ZeroMQException or PosixException)
        {
            throw new BrokerUnavailableException(
                $"No line to {endpoint.Address} can be opened ({e.Message}). Raise 'ulimit -n', or run less at a time.");
        }
    }
}

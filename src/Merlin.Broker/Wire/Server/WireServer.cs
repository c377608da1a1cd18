using Merlin.Broker.Lines;
using Merlin.ZeroMQ;
using Microsoft.Extensions.Logging;

namespace Merlin.Broker.Wire;

/// <summary>Serves a broker's clients over ZeroMQ.</summary>
/// <remarks>
/// A client without an authorized key gets nothing. One that speaks something else, sends too much or does not read loses
/// its own line and harms nobody else.
/// </remarks>
public sealed class WireServer : IDisposable
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerLoop _loop;
    private readonly ILogger _logger;
    private readonly Thread _thread;
    private bool _disposed;

    private WireServer(ServerLoop loop, ILogger logger)
    {
        _loop = loop;
        _logger = logger;
        Addresses = loop.Addresses;
        _thread = new Thread(Run) { IsBackground = true, Name = "wire" };
    }

    /// <summary>Where it listens, with the ports that it got.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Ends when the server was disposed of; fails when it had to end because of a defect.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Starts to listen and to serve.</summary>
    /// <param name="host">The broker, or the agent; outlives the server.</param>
    /// <param name="options">Where, whom and within what limits.</param>
    /// <param name="logger">Takes what happens.</param>
    /// <exception cref="BrokerAddressException">An address cannot be used.</exception>
    /// <exception cref="ZeroMQUnavailableException">There is no usable libzmq.</exception>
    public static WireServer Start(ILineHost host, WireServerOptions options, ILogger logger)
    {
        IReadOnlyList<WireAddress> addresses = [.. options.Addresses.Select(WireAddress.Parse)];
        if (addresses.Any(address => address.IsTcp))
        {
            CheckKeys(options);
        }

#pragma warning disable CA2000 // The server disposes of it.
        var server = new WireServer(new ServerLoop(host, addresses, options, logger), logger);
#pragma warning restore CA2000
        foreach (string address in server.Addresses)
        {
            WireLog.Listens(logger, address);
        }

        server._thread.Start();
        return server;
    }

    /// <summary>Closes all lines and stops to listen.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return; // the socket's file may be another server's by now
        }

        _disposed = true;
        _loop.Stop();
        _thread.Join();
        _loop.Dispose();
    }

    private static void CheckKeys(WireServerOptions options)
    {
        CurveKeyPair.EnsureCurve();
        if (options.Keys is null || options.ServerSecretKey is not { } secret || !CurveCredentials.IsKey(secret))
        {
            throw new BrokerAddressException(
                "A broker listens at tcp:// only with a secret key and a list of the keys that it lets in. 'merlin server init' makes them.");
        }
    }

#pragma warning disable CA1031 // The thread must not take the process down: its end is told by Stopped.
    private void Run()
    {
        try
        {
            _loop.Run();
            _stopped.SetResult();
            WireLog.Ends(_logger);
        }
        catch (Exception e)
        {
            WireLog.Fails(_logger, e);
            _stopped.SetException(e);
        }
    }
#pragma warning restore CA1031
}

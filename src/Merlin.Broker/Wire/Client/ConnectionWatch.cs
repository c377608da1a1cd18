using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>Follows what happens to a session's one connection, and says in words why it ended.</summary>
internal sealed class ConnectionWatch : IDisposable
{
    private const SocketEvents Watched =
        SocketEvents.Connected | SocketEvents.Closed | SocketEvents.Disconnected | SocketEvents.HandshakeSucceeded
        | SocketEvents.HandshakeFailed | SocketEvents.HandshakeProtocolFailed | SocketEvents.HandshakeRefused;

    private readonly BrokerEndpoint _endpoint;
    private readonly SocketMonitor _monitor;
    private bool _connected;
    private bool _shookHands;

    public ConnectionWatch(BrokerEndpoint endpoint, ZeroMQSocket socket)
    {
        _endpoint = endpoint;
        _monitor = socket.Monitor(Watched);
    }

    /// <summary>Readable when something has happened.</summary>
    public ZeroMQSocket Socket => _monitor.Socket;

    /// <summary>Why the connection has ended; null while it has not.</summary>
    public string? End { get; private set; }

    /// <summary>Whether it has ended because the broker does not let the client's key in.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>What to say when the broker has not answered in time.</summary>
    public string NoAnswer => _shookHands
        ? $"the broker at {_endpoint.Address} has accepted the connection but does not answer"
        : $"no answer from {_endpoint.Address}; {Doubt}";

    private string Doubt => _endpoint.Curve is null ? "wrong address?" : "wrong address or server key?";

    /// <summary>Takes in all that has happened.</summary>
    public void Update()
    {
        while (_monitor.Next() is var happened && happened != SocketEvents.None)
        {
            Take(happened);
        }
    }

    public void Dispose() => _monitor.Dispose();

    private void Take(SocketEvents happened)
    {
        switch (happened)
        {
            case SocketEvents.Connected:
                _connected = true;
                break;
            case SocketEvents.HandshakeSucceeded:
                _shookHands = true;
                break;
            case SocketEvents.HandshakeRefused:
                IsRefused = true;
                End = $"The broker at {_endpoint.Address} does not let this client's key in ({_endpoint.Curve?.PublicKey}): it was " +
                    "never authorized, or it was revoked. Ask whoever runs the broker for 'merlin server authorize'.";
                break;
            default:
                End ??= Describe();
                break;
        }
    }

    private string Describe() => (_connected, _shookHands) switch
    {
        (false, _) => $"nobody listens at {_endpoint.Address}",
        (true, false) => $"{_endpoint.Address} has ended the connection at once; {Doubt}",
        _ => $"the connection to {_endpoint.Address} is broken",
    };
}

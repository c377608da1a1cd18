using Merlin.Broker.Security;
using Merlin.ZeroMQ;

namespace Merlin.Broker.Wire;

/// <summary>One address at which a server listens.</summary>
internal sealed class ListeningSocket : IDisposable
{
    // Beyond as many frames of one peer that wait to be read, its connection is not read from.
    private const int FramesAhead = 128;
    private const int ConnectionsAhead = 1024;

    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HeartbeatTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan TcpKeepaliveIdle = TimeSpan.FromMinutes(1);

    private readonly WireAddress _address;

    private ListeningSocket(ZeroMQSocket socket, WireAddress address, ClientIdentity? localIdentity)
    {
        Socket = socket;
        _address = address;
        LocalIdentity = localIdentity;
        Address = socket.LastEndpoint;
    }

    /// <summary>The socket.</summary>
    public ZeroMQSocket Socket { get; }

    /// <summary>Who speaks through it; null when each connection's key tells.</summary>
    public ClientIdentity? LocalIdentity { get; }

    /// <summary>Where it listens, with the port that it got.</summary>
    public string Address { get; }

    /// <exception cref="BrokerAddressException">The address cannot be used.</exception>
    public static ListeningSocket Open(ZeroMQContext context, WireAddress address, WireServerOptions options)
    {
        if (!address.IsTcp)
        {
            SocketDirectory.Prepare(address);
            SocketFile.RemoveStale(address);
        }

        ZeroMQSocket? socket = null;
        try
        {
            socket = new ZeroMQSocket(context, SocketKind.Router, SettingsOf(address, options));
            socket.Bind(address.Text);
            return new ListeningSocket(socket, address, address.IsTcp ? null : options.LocalIdentity);
        }
        catch (ZeroMQException e)
        {
            socket?.Dispose();
            throw new BrokerAddressException($"The broker cannot listen at {address.Text}: {Describe(e)}", e);
        }
    }

    public void Dispose() => Socket.Dispose();

    /// <summary>Removes the file of an <c>ipc://</c> address, after the context has ended.</summary>
    public void RemoveFile()
    {
        if (!_address.IsTcp)
        {
            SocketFile.Remove(_address);
        }
    }

    private static SocketSettings SettingsOf(WireAddress address, WireServerOptions options) => new()
    {
        Ipv6 = address.IsIpv6,
        SendHighWaterMark = options.SendHighWaterMark,
        ReceiveHighWaterMark = FramesAhead,
        LargestMessage = options.LargestFrame,
        Backlog = ConnectionsAhead,
        HandshakeLimit = HandshakeLimit,
        HeartbeatInterval = HeartbeatInterval,
        HeartbeatTimeout = HeartbeatTimeout,
        TcpKeepaliveIdle = address.IsTcp ? TcpKeepaliveIdle : null,
        ServerSecretKey = address.IsTcp ? options.ServerSecretKey : null,
        AuthenticationDomain = address.IsTcp ? Authenticator.Domain : null,
    };

    private static string Describe(ZeroMQException e) => e.Error switch
    {
        ZeroMQError.AddressInUse => "another program uses the address already. Stop it, or use another port.",
        ZeroMQError.Access => "the system does not allow it. Use a port above 1023, or a directory that you can write to.",
        ZeroMQError.AddressNotAvailable or ZeroMQError.NoDevice =>
            "this machine has no such address. Use a name or number of this machine, or * for all of them.",
        ZeroMQError.Invalid => "the address, or the server's secret key, is not valid.",
        _ => e.Message + ".",
    };
}

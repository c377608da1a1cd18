namespace Merlin.ZeroMQ;

/// <summary>What is set on a socket before it is bound or connected. What is null stays as libzmq has it.</summary>
public sealed record SocketSettings
{
    /// <summary>How long a closed socket goes on to send what waits; default: not at all.</summary>
    public TimeSpan Linger { get; init; }

    /// <summary>Whether a broken connection is made again by libzmq; default: no.</summary>
    public bool Reconnects { get; init; }

    /// <summary>Whether a router says that a peer is not there instead of dropping what is sent to it; default: yes.</summary>
    public bool RouterMandatory { get; init; } = true;

    /// <summary>Whether IPv6 addresses are used too; default: no.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>Most messages that wait to be sent to one peer.</summary>
    public int? SendHighWaterMark { get; init; }

    /// <summary>Most messages of one peer that wait to be received.</summary>
    public int? ReceiveHighWaterMark { get; init; }

    /// <summary>The largest frame in bytes; a peer that sends a larger one is disconnected.</summary>
    public long? LargestMessage { get; init; }

    /// <summary>Most connections that wait to be accepted.</summary>
    public int? Backlog { get; init; }

    /// <summary>How long a peer has for its handshake.</summary>
    public TimeSpan? HandshakeLimit { get; init; }

    /// <summary>How long an attempt to connect may take.</summary>
    public TimeSpan? ConnectTimeout { get; init; }

    /// <summary>How often the connection itself is tried out.</summary>
    public TimeSpan? HeartbeatInterval { get; init; }

    /// <summary>How long a peer may be silent after it was tried out.</summary>
    public TimeSpan? HeartbeatTimeout { get; init; }

    /// <summary>How long a TCP connection may be idle before the system tries it out.</summary>
    public TimeSpan? TcpKeepaliveIdle { get; init; }

    /// <summary>Makes the socket a CURVE server with this secret key in Z85.</summary>
    public string? ServerSecretKey { get; init; }

    /// <summary>The domain that is told to the authenticator.</summary>
    public string? AuthenticationDomain { get; init; }

    /// <summary>Makes the socket a CURVE client of the server with this public key in Z85.</summary>
    public string? ServerPublicKey { get; init; }

    /// <summary>A CURVE client's own keys.</summary>
    public string? PublicKey { get; init; }

    /// <summary>A CURVE client's own keys.</summary>
    public string? SecretKey { get; init; }
}

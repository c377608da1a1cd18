namespace Merlin.ZeroMQ;

/// <summary>What may happen to a socket's connections. The numbers are those of zmq.h.</summary>
[Flags]
public enum SocketEvents
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A connection is made; the handshake follows.</summary>
    Connected = 0x0001,

    /// <summary>A connection could not be made, or an address is given up.</summary>
    Closed = 0x0080,

    /// <summary>A connection is broken.</summary>
    Disconnected = 0x0200,

    /// <summary>A handshake failed for a reason of the system's.</summary>
    HandshakeFailed = 0x0800,

    /// <summary>A handshake succeeded; messages may flow.</summary>
    HandshakeSucceeded = 0x1000,

    /// <summary>A handshake failed: the peer does not speak the same.</summary>
    HandshakeProtocolFailed = 0x2000,

    /// <summary>A handshake failed: the server does not let the client's key in.</summary>
    HandshakeRefused = 0x4000,
}

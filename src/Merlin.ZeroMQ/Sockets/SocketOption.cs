namespace Merlin.ZeroMQ;

/// <summary>The numbers of zmq.h for the options that <see cref="SocketSettings"/> speaks of.</summary>
internal enum SocketOption
{
    Linger = 17,
    ReconnectInterval = 18,
    Backlog = 19,
    LargestMessage = 22,
    SendHighWaterMark = 23,
    ReceiveHighWaterMark = 24,
    LastEndpoint = 32,
    RouterMandatory = 33,
    TcpKeepalive = 34,
    TcpKeepaliveCount = 35,
    TcpKeepaliveIdle = 36,
    TcpKeepaliveInterval = 37,
    Ipv6 = 42,
    CurveServer = 47,
    CurvePublicKey = 48,
    CurveSecretKey = 49,
    CurveServerKey = 50,
    AuthenticationDomain = 55,
    HandshakeLimit = 66,
    HeartbeatInterval = 75,
    HeartbeatTimeout = 77,
    ConnectTimeout = 79,
}

namespace Merlin.Broker.Wire;

/// <summary>Where one session of a line stands.</summary>
internal enum SessionState
{
    /// <summary>The first frame is sent, or will be when the connection is made.</summary>
    Greeting = 0,

    /// <summary>The broker has welcomed the client.</summary>
    Open = 1,

    /// <summary>It has ended; another one may do better.</summary>
    Broken = 2,

    /// <summary>It has ended, and no other would do better.</summary>
    Refused = 3,

    /// <summary>It has ended before it was open: the broker does not let the client's key in.</summary>
    ShutOut = 4,
}

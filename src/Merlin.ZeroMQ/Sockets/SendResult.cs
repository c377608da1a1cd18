namespace Merlin.ZeroMQ;

/// <summary>What became of a frame that was to be sent.</summary>
public enum SendResult
{
    /// <summary>It will be sent, if the connection lasts.</summary>
    Sent = 0,

    /// <summary>There is no room for it: the peer does not read, or is not connected yet.</summary>
    Full = 1,

    /// <summary>The peer that a router was to send to is not there.</summary>
    NoPeer = 2,
}

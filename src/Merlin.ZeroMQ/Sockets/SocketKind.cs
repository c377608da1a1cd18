namespace Merlin.ZeroMQ;

/// <summary>How a socket deals with its peers. The numbers are those of zmq.h.</summary>
public enum SocketKind
{
    /// <summary>Exactly one peer.</summary>
    Pair = 0,

    /// <summary>Answers requests, one at a time.</summary>
    Reply = 4,

    /// <summary>Sends to its peers in turn, receives from all.</summary>
    Dealer = 5,

    /// <summary>Names the peer in a first frame, when it receives and when it sends.</summary>
    Router = 6,
}

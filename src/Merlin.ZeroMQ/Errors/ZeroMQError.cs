namespace Merlin.ZeroMQ;

/// <summary>The error numbers of libzmq on Linux that callers tell apart.</summary>
public static class ZeroMQError
{
    /// <summary>A signal interrupted the call.</summary>
    public const int Interrupted = 4;

    /// <summary>Nothing to receive, or no room to send, for now.</summary>
    public const int Again = 11;

    /// <summary>The system forbids it.</summary>
    public const int Access = 13;

    /// <summary>No such network device or host name.</summary>
    public const int NoDevice = 19;

    /// <summary>An argument, such as an address or a key, is not valid.</summary>
    public const int Invalid = 22;

    /// <summary>Another socket is bound to the address.</summary>
    public const int AddressInUse = 98;

    /// <summary>The address is not one of this machine.</summary>
    public const int AddressNotAvailable = 99;

    /// <summary>The peer is not connected.</summary>
    public const int HostUnreachable = 113;
}

namespace Merlin.ZeroMQ;

/// <summary>There is no usable libzmq on this machine. The message says where it was looked for, and what to install.</summary>
public sealed class ZeroMQUnavailableException : Exception
{
    /// <summary>States the reason.</summary>
    /// <param name="reason">What was not found or not good enough, where, and what to install.</param>
    public ZeroMQUnavailableException(string reason)
        : base(reason)
    {
    }
}

namespace Merlin.Broker.Wire;

/// <summary>A broker's address or a key cannot be used. The message says why, and what to do, for the user.</summary>
public sealed class BrokerAddressException : Exception
{
    /// <summary>States the reason.</summary>
    /// <param name="reason">What is wrong with which address, and what to do.</param>
    public BrokerAddressException(string reason)
        : base(reason)
    {
    }

    /// <summary>States the reason, and where it showed.</summary>
    /// <param name="reason">What is wrong with which address, and what to do.</param>
    /// <param name="cause">What failed.</param>
    public BrokerAddressException(string reason, Exception cause)
        : base(reason, cause)
    {
    }
}

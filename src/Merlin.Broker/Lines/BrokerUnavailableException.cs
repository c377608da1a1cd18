namespace Merlin.Broker.Lines;

/// <summary>There is no line to the broker, and there will be none. The message says why, and what to do, for the user.</summary>
public sealed class BrokerUnavailableException : Exception
{
    /// <summary>States the reason.</summary>
    /// <param name="reason">Why, and what to do.</param>
    public BrokerUnavailableException(string reason)
        : base(reason)
    {
    }
}

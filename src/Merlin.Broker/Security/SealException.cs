namespace Merlin.Broker.Security;

/// <summary>Bytes cannot be unsealed. The message says why and what to do, for the user.</summary>
public sealed class SealException : Exception
{
    /// <summary>States the reason.</summary>
    /// <param name="reason">Why, and what to do.</param>
    /// <param name="inner">The cause, if another exception told it.</param>
    public SealException(string reason, Exception? inner = null)
        : base(reason, inner)
    {
    }
}

namespace Merlin.Broker.Lines;

/// <summary>A broker refused a request. The message is the broker's reason, for the user.</summary>
public sealed class RequestRefusedException : Exception
{
    /// <summary>States the reason.</summary>
    /// <param name="reason">Why, in words for the person who asked.</param>
    public RequestRefusedException(string reason)
        : base(reason)
    {
    }
}

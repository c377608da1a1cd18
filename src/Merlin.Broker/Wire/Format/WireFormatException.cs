namespace Merlin.Broker.Wire.Format;

/// <summary>
/// A frame is not what the protocol says. The message names the message and the field, in words for a log or for the other
/// side.
/// </summary>
public sealed class WireFormatException : Exception
{
    /// <summary>States what is wrong.</summary>
    /// <param name="message">Which message and field, and what is wrong with it.</param>
    public WireFormatException(string message)
        : base(message)
    {
    }

    /// <summary>States what is wrong, and what noticed it.</summary>
    /// <param name="message">Which message and field, and what is wrong with it.</param>
    /// <param name="inner">What noticed it.</param>
    public WireFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

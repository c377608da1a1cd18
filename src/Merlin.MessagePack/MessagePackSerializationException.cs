namespace Merlin.MessagePack;

/// <summary>Bytes are not the MessagePack value that was to be read. The message says why, and at which byte.</summary>
public sealed class MessagePackSerializationException : Exception
{
    /// <summary>States what is wrong.</summary>
    /// <param name="message">What was expected and what is there.</param>
    public MessagePackSerializationException(string message)
        : base(message)
    {
    }

    /// <summary>States what is wrong, and what noticed it.</summary>
    /// <param name="message">What was expected and what is there.</param>
    /// <param name="inner">What noticed it.</param>
    public MessagePackSerializationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}

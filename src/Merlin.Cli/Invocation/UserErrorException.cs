namespace Merlin.Cli.Invocation;

/// <summary>The command cannot do what was asked. The message is the whole sentence that the user reads.</summary>
internal sealed class UserErrorException : Exception
{
    /// <summary>States the error.</summary>
    /// <param name="message">What is wrong and what to do, for the user.</param>
    /// <param name="inner">The cause, if another exception told it.</param>
    public UserErrorException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

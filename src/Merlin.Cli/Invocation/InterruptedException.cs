namespace Merlin.Cli.Invocation;

/// <summary>A person interrupted the command. The message is the whole sentence that the user reads.</summary>
internal sealed class InterruptedException : OperationCanceledException
{
    /// <summary>States what the interruption left.</summary>
    /// <param name="message">What was and was not done, for the user.</param>
    /// <param name="inner">What the interruption ended.</param>
    public InterruptedException(string message, OperationCanceledException inner)
        : base(message, inner, inner.CancellationToken)
    {
    }
}

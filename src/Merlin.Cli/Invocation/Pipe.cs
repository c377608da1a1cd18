namespace Merlin.Cli.Invocation;

/// <summary>What is known of a pipe whose other end went away.</summary>
internal static class Pipe
{
    private const int BrokenPipe = 32;

    /// <summary>Whether the error is EPIPE, the reader's way to say that it has seen enough.</summary>
    public static bool IsBroken(IOException error) => error.HResult == BrokenPipe;
}

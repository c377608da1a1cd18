using System.CommandLine;

namespace Merlin.Cli.Invocation;

/// <summary>The command line itself is wrong; the message says how.</summary>
internal sealed class UsageException : Exception
{
    /// <summary>States the error.</summary>
    /// <param name="command">The command whose help tells how to write it.</param>
    /// <param name="message">What is wrong, for the user.</param>
    public UsageException(Command command, string message)
        : base(message) => Command = command;

    /// <summary>The command whose help tells how to write it.</summary>
    public Command Command { get; }
}

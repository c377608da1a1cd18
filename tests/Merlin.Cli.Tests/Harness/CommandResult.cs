using Xunit.Sdk;

namespace Merlin.Cli.Tests.Harness;

/// <summary>What an ended command left: its exit code and everything it printed.</summary>
public sealed record CommandResult(string CommandLine, int ExitCode, string Out, string Error)
{
    /// <summary>Both streams, for texts of which the stream does not matter.</summary>
    public string Text => Out + Error;

    /// <summary>Fails, with everything printed, unless the command ended with <paramref name="exitCode"/>.</summary>
    public CommandResult Ended(int exitCode) =>
        ExitCode == exitCode ? this : throw new XunitException($"Expected exit code {exitCode}.\n{this}");

    public override string ToString() =>
        $"$ {CommandLine}\n--- stdout\n{Out}--- stderr\n{Error}--- exit code {ExitCode}\n";
}

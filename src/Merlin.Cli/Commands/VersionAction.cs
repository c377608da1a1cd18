using System.CommandLine;
using System.CommandLine.Invocation;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary>Prints the version, and only that.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    private readonly Terminal _terminal;

    /// <summary>An action.</summary>
    public VersionAction(Terminal terminal) => _terminal = terminal;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        _terminal.Out.WriteLine(Banner.Version);
        return ExitCode.Success;
    }
}

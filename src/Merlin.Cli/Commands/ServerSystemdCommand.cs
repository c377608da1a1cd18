using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server systemd</c>: the unit by which systemd runs the broker.</summary>
internal static class ServerSystemdCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> directory = ServerOptions.Directory();
        var command = new Command("systemd", "Print the unit by which systemd runs the broker.") { directory };
        command.SetAction(result =>
        {
            terminal.Out.WriteLine(SystemdUnit.For(ServerOptions.Existing(result.GetValue(directory))));
            return ExitCode.Success;
        });
        return command;
    }
}

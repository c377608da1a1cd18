using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server</c>: a broker of one's own.</summary>
internal static class ServerCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var command = new Command("server", "Make, run and administer a broker.")
        {
            ServerInitCommand.Create(terminal),
            ServerStartCommand.Create(terminal),
            ServerStopCommand.Create(terminal),
            ServerRestartCommand.Create(terminal),
            ServerStatusCommand.Create(terminal),
            ServerConfigCommand.Create(terminal),
            ServerAuthorizeCommand.Create(terminal),
            ServerRevokeCommand.Create(terminal),
            ServerListCommand.Create(terminal),
            ServerSystemdCommand.Create(terminal),
        };
        command.SetAction(_ =>
        {
            MerlinProgram.ShowHelp(command, terminal.Out);
            return ExitCode.Error;
        });
        return command;
    }
}

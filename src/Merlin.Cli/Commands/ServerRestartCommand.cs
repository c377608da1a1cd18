using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server restart</c>: ends the broker if it runs, and starts it.</summary>
internal static class ServerRestartCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> directory = ServerOptions.Directory();
        var command = new Command("restart", "End the broker if it runs, and start it.") { directory };
        command.SetAction(async (result, stop) =>
        {
            ServerDirectory place = ServerOptions.Existing(result.GetValue(directory));
            if (!await ServerStopCommand.ExecuteAsync(place, terminal, stop))
            {
                terminal.Log.Info(ServerStatusCommand.NotRunning);
            }

            await ServerStartCommand.ExecuteAsync(place, terminal);
            return ExitCode.Success;
        });
        return command;
    }
}

using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;
using Merlin.Cli.Server.Running;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server stop</c>: ends the broker in order.</summary>
internal static class ServerStopCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> directory = ServerOptions.Directory();
        var command = new Command("stop", "End the broker; workers go on, and attach again when it is started.") { directory };
        command.SetAction(async (result, stop) =>
        {
            ServerDirectory place = ServerOptions.Existing(result.GetValue(directory));
            if (await ExecuteAsync(place, terminal, stop))
            {
                return ExitCode.Success;
            }

            terminal.Log.Error(ServerStatusCommand.NotRunning);
            return ExitCode.Error;
        });
        return command;
    }

    /// <summary>Ends the broker, if it runs.</summary>
    /// <returns>Whether it ran.</returns>
    public static async Task<bool> ExecuteAsync(ServerDirectory place, Terminal terminal, CancellationToken stop)
    {
        if (ServerProcess.Find(place) is not { } process)
        {
            return false;
        }

        await process.StopAsync(terminal.Clock, stop);
        terminal.Log.Info("Merlin server terminated.");
        return true;
    }
}

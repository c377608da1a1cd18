using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;
using Merlin.Cli.Server.Running;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server start</c>: starts the broker in the background, or runs it here.</summary>
internal static class ServerStartCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> directory = ServerOptions.Directory();
        Option<string?> address = ServerOptions.Address();
        Option<int?> port = ServerOptions.Port();
        var foreground = new Option<bool>("--foreground") { Description = "Run the broker in this process, with its log on standard error." };
        var detached = new Option<bool>("--detached")
        {
            Description = $"With --foreground: this process was started into the background, and answers on descriptor {BackgroundStart.AnswerDescriptor}.",
            Hidden = true,
        };
        var command = new Command("start", "Start the broker.") { directory, address, port, foreground, detached };
        command.SetAction(async (result, _) =>
        {
            ServerDirectory place = ServerOptions.Existing(result.GetValue(directory));
            new SettingsChange(place, terminal).Apply(result.GetValue(address), result.GetValue(port));
            if (result.GetValue(detached))
            {
                await ForegroundRun.InBackgroundAsync(place, terminal);
            }
            else if (result.GetValue(foreground))
            {
                await ForegroundRun.AtTerminalAsync(place, terminal);
            }
            else
            {
                await ExecuteAsync(place, terminal);
            }

            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>Starts the broker in the background.</summary>
    public static async Task ExecuteAsync(ServerDirectory place, Terminal terminal)
    {
        int process = await BackgroundStart.StartAsync(place);
        terminal.Log.Info($"Server started with PID {process}.");
    }
}

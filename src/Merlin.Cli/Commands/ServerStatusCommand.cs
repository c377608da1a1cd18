using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server status</c>: whether the broker runs, and how it does.</summary>
internal static class ServerStatusCommand
{
    /// <summary>What is said of a broker that does not run.</summary>
    public const string NotRunning = "Merlin server is not running.";

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> directory = ServerOptions.Directory();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("status", "Tell whether the broker runs, and how it does.") { directory, json };
        command.SetAction(async (result, stop) =>
        {
            ServerReport report = await ServerReport.MakeAsync(ServerDirectory.At(result.GetValue(directory)), terminal, stop);
            terminal.Show(report, result.GetValue(json));
            return report.IsRunning ? ExitCode.Success : ExitCode.Error;
        });
        return command;
    }
}

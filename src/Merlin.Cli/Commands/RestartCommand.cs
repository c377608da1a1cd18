using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin restart</c>: its options.</summary>
internal static class RestartCommand
{
    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    /// <param name="restart">Executes it.</param>
    public static Command Create(Terminal terminal, RestartHandler restart)
    {
        var workspace = new Argument<string>("restart_dir")
        {
            Description = "The workspace of the study; tasks that have finished there are not run again.",
        };
        Option<bool> local = CommonOptions.Local();
        Option<bool> wait = CommonOptions.Wait();
        Option<string?> broker = CommonOptions.Broker();
        Option<int?> concurrency = CommonOptions.Concurrency();
        Option<bool> statusFiles = CommonOptions.StatusFiles();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("restart", "Carry on with a study that was stopped, or run its failed tasks again.")
        {
            workspace,
            local,
            wait,
            broker,
            concurrency,
            statusFiles,
            json,
        };
        command.SetAction(result =>
        {
            var options = new RestartOptions
            {
                Workspace = UserPath.ExistingDirectory(result.GetRequiredValue(workspace), "The workspace"),
                Local = result.GetValue(local),
                Wait = result.GetValue(wait),
                Broker = result.GetValue(broker),
                Concurrency = result.GetValue(concurrency),
                StatusFiles = result.GetValue(statusFiles),
                Json = result.GetValue(json),
            };
            terminal.ShowBanner(options.Json);
            return restart(options, terminal);
        });
        return command;
    }
}

using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin config update-backend</c>: accepted; results lie with the broker here.</summary>
internal static class ConfigUpdateBackendCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        IgnoredOptions ignored = new IgnoredOptions().Add(1, "--type", "-t").Add(1, "--config-file", "--cf").Add(1, "--username", "-u")
            .Add(1, "--password-file", "--pf").Add(1, "--server", "-s").Add(1, "--port", "-p").Add(1, "--db-num", "-d")
            .Add(1, "--cert-reqs", "-c").Add(1, "--encryption-key", "-e");
        var command = new Command("update-backend", "Accepted as other Merlins have it; results lie with the broker here.");
        ignored.AddTo(command);
        command.SetAction(_ =>
        {
            terminal.Log.Warning("Nothing was changed: Merlin's broker keeps results itself, and there is no results backend to configure.");
            return ExitCode.Success;
        });
        return command;
    }
}

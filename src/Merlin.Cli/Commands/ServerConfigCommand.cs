using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server config</c>: changes where the broker listens, or shows its settings.</summary>
internal static class ServerConfigCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> directory = ServerOptions.Directory();
        Option<string?> address = ServerOptions.Address();
        Option<int?> port = ServerOptions.Port();
        var host = new Option<string?>("--host") { Description = "What clients call this machine.", HelpName = "NAME" };
        IgnoredOptions ignored = new IgnoredOptions().Add(1, "--password", "-pwd").Add(1, "--snapshot-seconds", "-ss")
            .Add(1, "--snapshot-changes", "-sc").Add(1, "--snapshot-file", "-sf").Add(1, "--append-mode", "-am").Add(1, "--append-file", "-af");
        IgnoredOptions users = new IgnoredOptions().Add(2, "--add-user").Add(1, "--remove-user");
        var command = new Command("config", "Change where the broker listens, from its next start on; without options, show its settings.")
        {
            directory,
            address,
            port,
            host,
        };
        ignored.AddTo(command);
        users.AddTo(command);
        command.SetAction(result =>
        {
            ServerDirectory place = ServerOptions.Existing(result.GetValue(directory));
            ignored.Warn(result, terminal, "Merlin's broker commits everything before it answers, and knows clients by their keys.");
            users.Warn(result, terminal, "Nobody was added or removed: use 'merlin server authorize NAME' and 'merlin server revoke NAME'.");
            new SettingsChange(place, terminal).Apply(result.GetValue(address), result.GetValue(port), result.GetValue(host));

            terminal.Out.Write(ServerSettings.Read(place.Settings, terminal).ToString());
            return ExitCode.Success;
        });
        return command;
    }
}

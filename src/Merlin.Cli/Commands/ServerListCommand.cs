using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;
using Merlin.Cli.Server.Keys;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server list</c>: who may connect.</summary>
internal static class ServerListCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<string?> directory = ServerOptions.Directory();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "List the keys that may connect.") { directory, json };
        command.Aliases.Add("keys");
        command.SetAction(result =>
        {
            ServerDirectory place = ServerOptions.Existing(result.GetValue(directory));
            terminal.Show(new KeyList(new AuthorizedKeysFile(place.AuthorizedKeys).Read()), result.GetValue(json));
            return ExitCode.Success;
        });
        return command;
    }
}

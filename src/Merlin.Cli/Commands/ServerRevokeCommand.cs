using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server revoke</c>: lets a client in no longer, from now on.</summary>
internal static class ServerRevokeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "What the key is called; see 'merlin server list'." };
        Option<string?> directory = ServerOptions.Directory();
        var command = new Command("revoke", "Let a client in no longer; what it has open is closed.") { name, directory };
        command.SetAction(async (result, _) =>
        {
            ServerDirectory place = ServerOptions.Existing(result.GetValue(directory));
            await new Authorization(place, terminal).RevokeAsync(result.GetRequiredValue(name));
            return ExitCode.Success;
        });
        return command;
    }
}

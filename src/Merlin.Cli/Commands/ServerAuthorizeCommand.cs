using System.CommandLine;
using Merlin.Broker.Security;
using Merlin.Broker.Wire;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server;
using Merlin.Cli.Server.Keys;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin server authorize</c>: lets a client in, also while the broker runs.</summary>
internal static class ServerAuthorizeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var name = new Argument<string>("name") { Description = "What the key is called: a person, or a person's machine." };
        Option<string?> directory = ServerOptions.Directory();
        var owner = new Option<string?>("--owner")
        {
            Description = "The user whose studies and workers the key is for (default: the key's name).",
            HelpName = "USER",
        };
        var role = new Option<string>("--role")
        {
            Description = $"What the key's bearer may do: {string.Join(", ", RoleWords.Words)} (default: user).",
            HelpName = "ROLE",
            DefaultValueFactory = static _ => "user",
        };
        role.AcceptOnlyFromAmong([.. RoleWords.Words]);
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Where to write the client's configuration (default: NAME.app.yaml here).",
            HelpName = "FILE",
        };
        var publicKey = new Option<string?>("--public-key")
        {
            Description = "Let this key in, whose secret half stays with its user ('merlin config create' makes one), and write no file.",
            HelpName = "KEY",
        };
        var command = new Command("authorize", "Let a client in, and write its configuration.") { name, directory, owner, role, output, publicKey };
        command.SetAction(async (result, _) =>
        {
            ServerDirectory place = ServerOptions.Existing(result.GetValue(directory));
            string key = Checked(result.GetRequiredValue(name));
            var identity = new ClientIdentity(
                key, Checked(result.GetValue(owner) ?? key), RoleWords.Parse(result.GetRequiredValue(role))!.Value);
            var authorization = new Authorization(place, terminal);
            if (result.GetValue(publicKey) is { } given)
            {
                await authorization.GrantOwnKeyAsync(identity, CheckedKey(given));
            }
            else
            {
                await authorization.GrantAsync(identity, UserPath.Resolve(result.GetValue(output) ?? $"{key}.app.yaml"));
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static string Checked(string name) => AuthorizedKeys.IsName(name)
        ? name
        : throw new UserErrorException($"'{name}' cannot be the name of a key or a user: letters, digits and . _ @ - are, at most 64 of them.");

    private static string CheckedKey(string text) => CurveCredentials.IsKey(text)
        ? text
        : throw new UserErrorException("--public-key takes a key of 40 characters; put it in single quotes, since the shell knows some of them.");
}

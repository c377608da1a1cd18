using System.CommandLine;
using Merlin.Broker.Wire;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin config update-broker</c>: changes where a configuration says that the broker is.</summary>
internal static class ConfigUpdateBrokerCommand
{
    private const int LargestPort = 65535;

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var type = new Option<string>("--type", "-t")
        {
            Description = "The kind of broker: merlin. rabbitmq and redis are accepted as other Merlins have them.",
            Required = true,
        };
        type.AcceptOnlyFromAmong("merlin", "redis", "rabbitmq");
        Option<string?> file = ConfigFile();
        var server = new Option<string?>("--server", "-s") { Description = "The broker's host.", HelpName = "HOST" };
        Option<int?> port = CommonOptions.Number("--port", minimum: 1, maximum: LargestPort);
        port.Aliases.Add("-p");
        port.Description = "The broker's port.";
        var serverKey = new Option<string?>("--server-key") { Description = "The broker's public key.", HelpName = "KEY" };
        IgnoredOptions ignored = new IgnoredOptions().Add(1, "--username", "-u").Add(1, "--password-file", "--pf")
            .Add(1, "--vhost", "-v").Add(1, "--cert-reqs", "-c").Add(1, "--db-num", "-d");
        var command = new Command("update-broker", "Change where a configuration says that the broker is.") { type, file, server, port, serverKey };
        ignored.AddTo(command);
        command.SetAction(result =>
        {
            ignored.Warn(result, terminal, "Clients of Merlin's own broker are known by their keys alone ('merlin server authorize').");
            string path = UserPath.ExistingFile(result.GetValue(file) ?? MerlinHome.Configuration, "The configuration");
            string address = ConfigurationEdit.SetBroker(
                path, result.GetValue(server), result.GetValue(port), Checked(result.GetValue(serverKey)));
            terminal.Log.Info($"The broker in {path} is {address}.");
            return ExitCode.Success;
        });
        return command;
    }

    private static string? Checked(string? key) => key is null || CurveCredentials.IsKey(key)
        ? key
        : throw new UserErrorException("--server-key takes a key of 40 characters; put it in single quotes, since the shell knows some of them.");

    private static Option<string?> ConfigFile() => new("--config-file", "--cf")
    {
        Description = "The configuration to change (default: ~/.merlin/app.yaml).",
        HelpName = "FILE",
    };
}

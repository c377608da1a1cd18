using System.CommandLine;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;
using Merlin.Cli.Server.Keys;
using Merlin.ZeroMQ;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin config create</c>: writes a configuration to be completed, and chooses it.</summary>
internal static class ConfigCreateCommand
{
    private const string OwnBroker = "merlin";

    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    /// <param name="test">Keeps the choice beside the file.</param>
    public static Command Create(Terminal terminal, Option<bool> test)
    {
        Option<string> taskServer = CommonOptions.TaskServer();
        var output = new Option<string?>("--output-file", "-o")
        {
            Description = "Where to write it (default: ~/.merlin/app.yaml).",
            HelpName = "FILE",
        };
        var broker = new Option<string>("--broker")
        {
            Description = "The kind of broker: merlin. rabbitmq and redis are accepted as other Merlins have them.",
            HelpName = "KIND",
            DefaultValueFactory = static _ => OwnBroker,
        };
        broker.AcceptOnlyFromAmong(OwnBroker, "rabbitmq", "redis");
        var command = new Command("create", "Write a configuration to be completed, and put it into use.") { taskServer, output, broker };
        command.SetAction(result =>
        {
            if (result.GetRequiredValue(broker) != OwnBroker)
            {
                terminal.Log.Warning("This Merlin has a broker of its own; the configuration is for that one.");
            }

            string path = result.GetValue(output) is { } given ? UserPath.Resolve(given) : MerlinHome.Configuration;
            Write(path, terminal);
            MerlinHome.NeedOwnerKey();
            ConfigurationChoice.Store(path, result.GetValue(test));
            return ExitCode.Success;
        });
        return command;
    }

    private static void Write(string path, Terminal terminal)
    {
        if (File.Exists(path))
        {
            terminal.Log.Info($"There is a configuration at {path} already; it stays as it is.");
            return;
        }

        PrivateFile.MakeDirectory(Path.GetDirectoryName(path)!);
        CurveKeyPair pair = KeyPairs.Make();
        PrivateFile.MakeOnce(path, ConfigurationText.Template(pair.PublicKey, pair.SecretKey));
        terminal.Log.Info(
            $"A configuration with a new pair of keys was written to {path}. Whoever runs the broker lets you in with "
            + $"\"merlin server authorize {Environment.UserName} --public-key '{pair.PublicKey}'\", and tells you its address and "
            + "server_key for 'merlin config update-broker'.");
    }
}

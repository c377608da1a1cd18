using System.CommandLine;
using Merlin.Cli.Configuration;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin config use</c>: chooses a configuration.</summary>
internal static class ConfigUseCommand
{
    /// <summary>Builds the command.</summary>
    /// <param name="terminal">What it writes to.</param>
    /// <param name="test">Keeps the choice beside the file.</param>
    public static Command Create(Terminal terminal, Option<bool> test)
    {
        var file = new Argument<string>("config_file") { Description = "The configuration, an app.yaml." };
        var command = new Command("use", "Put a configuration into use.") { file };
        command.SetAction(result =>
        {
            string path = UserPath.ExistingFile(result.GetRequiredValue(file), "The configuration");
            Check(path, terminal);
            ConfigurationChoice.Store(path, result.GetValue(test));
            terminal.Log.Info($"The configuration in use is {path}.");
            return ExitCode.Success;
        });
        return command;
    }

    // What another Merlin uses may be chosen here, since both share the record of the choice.
    private static void Check(string path, Terminal terminal)
    {
        YamlFile file = YamlFile.Read(path);
        if (BrokerConfigurationReader.IsForOtherBroker(file))
        {
            terminal.Log.Warning($"{path} is for RabbitMQ or Redis, and this Merlin cannot work with it: {NoBrokerWords.HowToConfigure}");
            return;
        }

        _ = BrokerConfigurationReader.Read(path, terminal);
    }
}

using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin config</c>: makes, changes and chooses the configuration of the broker.</summary>
internal static class ConfigCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var test = new Option<bool>("--test", "-t")
        {
            Description = "Record the choice beside the configuration instead of in ~/.merlin.",
            Hidden = true,
        };
        var command = new Command("config", "Make, change or choose the configuration of the broker.")
        {
            test,
            ConfigCreateCommand.Create(terminal, test),
            ConfigUpdateBrokerCommand.Create(terminal),
            ConfigUpdateBackendCommand.Create(terminal),
            ConfigUseCommand.Create(terminal, test),
        };
        command.SetAction(_ =>
        {
            MerlinProgram.ShowHelp(command, terminal.Out);
            return ExitCode.Error;
        });
        return command;
    }
}

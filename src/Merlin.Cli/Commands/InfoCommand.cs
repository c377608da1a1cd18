using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Reports.Brokers;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin info</c>: what this Merlin is and where it runs.</summary>
internal static class InfoCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = CommonOptions.Json();
        Option<string?> broker = CommonOptions.Broker();
        var command = new Command("info", "Show what this Merlin is, how it is configured and where it runs.")
        {
            broker,
            json,
        };
        command.SetAction(async result =>
        {
            bool forProgram = result.GetValue(json);
            terminal.ShowBanner(forProgram);
            using var signals = new StopSignals();
            BrokerConnection connection = await BrokerConnection.TryAsync(terminal, result.GetValue(broker), signals.Token);
            terminal.Show(InstallationReport.OfProcess(connection), forProgram);
            return ExitCode.Success;
        });
        return command;
    }
}

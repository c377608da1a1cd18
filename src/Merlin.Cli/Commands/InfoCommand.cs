using System.CommandLine;
using Merlin.Cli.Doctor;
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
        var command = new Command("info", "Show what this Merlin is, how it is configured, where it runs and what works there.")
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
            IReadOnlyList<Finding> findings = await new Checkup(terminal.Clock).RunAsync(connection, signals.Token);
            terminal.Show(InstallationReport.OfProcess(connection, findings), forProgram);
            return ExitCode.Success;
        });
        return command;
    }
}

using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin info</c>: what this Merlin is and where it runs.</summary>
internal static class InfoCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        Option<bool> json = CommonOptions.Json();
        var command = new Command("info", "Show what this Merlin is, how it is configured and where it runs.") { json };
        command.SetAction(result =>
        {
            bool forProgram = result.GetValue(json);
            terminal.ShowBanner(forProgram);
            terminal.Show(InstallationReport.OfProcess(), forProgram);
            return ExitCode.Success;
        });
        return command;
    }
}

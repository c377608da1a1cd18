using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin status</c>: where each step of a study stands.</summary>
internal static class StatusCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var lookup = new StudyLookup();
        var colourBlind = new Option<bool>("--cb-help")
        {
            Description = "Tell states apart by patterns as well as by colours.",
        };
        Option<string?> dump = DumpOption();
        var command = new Command("status", "Show where the steps of a study stand.");
        lookup.AddTo(command);
        command.Add(colourBlind);
        command.Add(dump);
        command.SetAction(async result =>
        {
            DumpFile? file = result.GetValue(dump) is { } name ? DumpFile.Named(name) : null;
            using var signals = new StopSignals();
            using IStudyView view = await lookup.OpenAsync(result, terminal, signals.Token);
            DateTimeOffset now = terminal.Clock.GetLocalNow();
            if (file is not null)
            {
                terminal.Log.Info(file.Write(new TaskSelection(view, TaskFilter.None), now));
                return ExitCode.Success;
            }

            var look = new StatusLook(terminal.Width, terminal.ColouredOutput, result.GetValue(colourBlind));
            terminal.Show(new StatusReport(view.Facts, view.Summarise(), now, look), result.GetValue(lookup.Json));
            return ExitCode.Success;
        });
        return command;
    }

    /// <summary>The option that writes a file instead of the screen.</summary>
    internal static Option<string?> DumpOption() => new("--dump")
    {
        Description = "Write the tasks to this .csv or .json file instead; an existing file is added to.",
        HelpName = "FILE",
    };
}

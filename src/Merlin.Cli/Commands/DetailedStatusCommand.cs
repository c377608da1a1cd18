using System.CommandLine;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Running;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Commands;

/// <summary><c>merlin detailed-status</c>: every task of a study.</summary>
internal sealed class DetailedStatusCommand
{
    private readonly Terminal _terminal;
    private readonly StudyLookup _lookup = new();
    private readonly FilterOptions _filters = new();
    private readonly Option<string?> _dump = StatusCommand.DumpOption();
    private readonly Option<bool> _noPager = new("--disable-pager")
    {
        Description = "Write straight to the terminal, not through 'less -r'.",
    };

    private readonly Option<bool> _noTheme = new("--disable-theme") { Description = "Use no colours." };
    private readonly Option<string> _layout = new("--layout")
    {
        Description = "The form: 'default', a box for each node; or 'table', one table.",
        HelpName = "default|table",
        DefaultValueFactory = static _ => "default",
    };

    private DetailedStatusCommand(Terminal terminal)
    {
        _terminal = terminal;
        _layout.AcceptOnlyFromAmong("default", "table");
    }

    /// <summary>Builds the command.</summary>
    public static Command Create(Terminal terminal)
    {
        var definition = new DetailedStatusCommand(terminal);
        var command = new Command("detailed-status", "Show the tasks of a study.");
        definition._lookup.AddTo(command);
        definition._filters.AddTo(command);
        command.Add(definition._dump);
        command.Add(definition._noPager);
        command.Add(definition._noTheme);
        command.Add(definition._layout);
        command.SetAction(definition.ExecuteAsync);
        return command;
    }

    private async Task<int> ExecuteAsync(ParseResult result)
    {
        DumpFile? dump = result.GetValue(_dump) is { } name ? DumpFile.Named(name) : null;
        using IStudyView view = await OpenAsync(result);
        var selection = new TaskSelection(view, _filters.Read(result, view, _terminal.Log));
        bool json = result.GetValue(_lookup.Json);
        if (!json && !selection.Tasks().Any() && !selection.UnstartedSteps().Any())
        {
            _terminal.Log.Warning("No statuses to display.");
        }
        else if (dump is not null)
        {
            _terminal.Log.Info(dump.Write(selection, _terminal.Clock.GetLocalNow()));
        }
        else if (json)
        {
            _terminal.Show(Report(result, selection), json);
        }
        else
        {
            Display(result, view, selection);
        }

        return ExitCode.Success;
    }

    // Once the view is open, Ctrl-C belongs to the pager and to questions again.
    private async Task<IStudyView> OpenAsync(ParseResult result)
    {
        using var signals = new StopSignals();
        return await _lookup.OpenAsync(result, _terminal, CancellationToken.None).WaitAsync(signals.Token);
    }

    private void Display(ParseResult result, IStudyView view, TaskSelection selection)
    {
        if (!result.GetValue(_noPager) && _terminal.Traits.OutIsTerminal)
        {
            _terminal.Page(Report(result, selection).WriteText);
            return;
        }

        var question = new FurtherFilters(_terminal, _filters, view);
        TaskSelection? chosen = _lookup.MayAsk(result) && result.GetValue(_noPager) ? question.Ask(selection) : selection;
        if (chosen is not null)
        {
            Report(result, chosen).WriteText(_terminal.Out);
        }
    }

    private DetailedReport Report(ParseResult result, TaskSelection selection) => new(
        selection,
        _terminal.Clock.GetLocalNow(),
        result.GetValue(_layout) == "table" ? DetailedLayout.Table : DetailedLayout.Default,
        _terminal.ColouredOutput && !result.GetValue(_noTheme));
}

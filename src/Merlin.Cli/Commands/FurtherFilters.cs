using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Commands;

/// <summary>Asks, before very many tasks fill the terminal, whether fewer would do.</summary>
internal sealed class FurtherFilters
{
    private const int Many = 250;
    private readonly Terminal _terminal;
    private readonly FilterOptions _options;
    private readonly IStudyView _view;

    /// <summary>A question.</summary>
    /// <param name="terminal">Whom to ask.</param>
    /// <param name="options">The filters that can be named.</param>
    /// <param name="view">The study.</param>
    public FurtherFilters(Terminal terminal, FilterOptions options, IStudyView view)
    {
        _terminal = terminal;
        _options = options;
        _view = view;
    }

    /// <summary>Asks until the selection is small or wanted as it is.</summary>
    /// <returns>What to show, or null when nothing is to be shown. Where nobody answers, all is shown.</returns>
    public TaskSelection? Ask(TaskSelection selection)
    {
        while (selection.Tasks().LongCount() is > Many and long count)
        {
            string number = count.ToString(CultureInfo.InvariantCulture);
            switch (_terminal.Ask($"About to display {number} tasks without a pager. Filter them further (y/n/c)? ")?.ToUpperInvariant())
            {
                case null or "N":
                    return selection;
                case "C":
                    return null;
                case "Y":
                    selection = Narrow() ?? selection;
                    break;
            }
        }

        return selection;
    }

    private TaskSelection? Narrow()
    {
        string line = _terminal.Ask("Filters, as on the command line (such as --task-status FAILED --max-tasks 100): ")
            ?? string.Empty;
        var command = new Command("filter");
        _options.AddTo(command);
        ParseResult result = command.Parse([.. CommandLineParser.SplitCommandLine(line)]);
        foreach (ParseError error in result.Errors)
        {
            _terminal.Log.Warning(error.Message);
        }

        return result.Errors.Count == 0
            ? new TaskSelection(_view, _options.Read(result, _view, _terminal.Log))
            : null;
    }
}

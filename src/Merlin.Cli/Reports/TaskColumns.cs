using System.Globalization;
using System.Text;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>The columns of a table of tasks whose widths fit tasks seen before, so that lines can be written at once.</summary>
internal sealed class TaskColumns
{
    private const int StatusColumn = 2;
    private static readonly string[] Titles =
        ["Step Name", "Step Workspace", "Status", "Return Code", "Elapsed Time", "Run Time", "Restarts", "Worker(S)"];

    private readonly int _first;
    private readonly int _count;
    private readonly int[] _widths = [.. Titles.Select(static title => title.Length)];

    /// <summary>The columns.</summary>
    /// <param name="stepNames">Whether the first column tells the step.</param>
    /// <param name="workers">Whether the last column tells the workers.</param>
    public TaskColumns(bool stepNames, bool workers)
    {
        _first = stepNames ? 0 : 1;
        _count = Titles.Length - _first - (workers ? 0 : 1);
    }

    /// <summary>Width of a whole line.</summary>
    public int Width => _widths.Skip(_first).Take(_count).Sum() + (2 * (_count - 1));

    /// <summary>The line of titles.</summary>
    public string Header => Line(Titles, colour: null);

    /// <summary>The line under the titles.</summary>
    public string Rule => Line([.. _widths.Select(static width => new string('-', width))], colour: null);

    /// <summary>Makes the columns wide enough for a task.</summary>
    public void Fit(SelectedTask selected)
    {
        string[] cells = Cells(selected);
        for (int i = 0; i < cells.Length; i++)
        {
            _widths[i] = Math.Max(_widths[i], cells[i].Length);
        }
    }

    /// <summary>A task's line, padded to <see cref="Width"/>.</summary>
    /// <param name="selected">The task.</param>
    /// <param name="coloured">Whether the status is shown in its colour.</param>
    public string Line(SelectedTask selected, bool coloured) =>
        Line(Cells(selected), coloured ? selected.Task.State.Colour() : null);

    private static string[] Cells(SelectedTask selected) =>
    [
        selected.Node.Name,
        selected.Task.Workspace,
        selected.Task.State.Text(),
        selected.Task.ReturnCode ?? "-",
        Durations.Full(selected.Task.Elapsed),
        Durations.Full(selected.Task.RunTime),
        selected.Task.Restarts.ToString(CultureInfo.InvariantCulture),
        string.Join(", ", selected.Task.Workers),
    ];

    private string Line(string[] cells, Rgb? colour)
    {
        var line = new StringBuilder();
        for (int column = _first; column < _first + _count; column++)
        {
            string cell = cells[column].PadRight(_widths[column]);
            line.Append(column == _first ? string.Empty : "  ")
                .Append(column == StatusColumn && colour is { } rgb ? Ansi.Colour(rgb, cell) : cell);
        }

        return line.ToString();
    }
}

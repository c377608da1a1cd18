using System.Globalization;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>Writes tasks as lines of comma-separated values, one a task.</summary>
internal sealed class CsvDump
{
    private const string LocalColumns = "time_of_status,step_name,step_workspace,status,return_code,elapsed_time,run_time,"
        + "restarts,cmd_parameters,restart_parameters";

    private readonly TaskSelection _selection;
    private readonly string _time;

    /// <summary>A dump.</summary>
    /// <param name="selection">The tasks.</param>
    /// <param name="time">When they were looked at.</param>
    public CsvDump(TaskSelection selection, DateTimeOffset time)
    {
        _selection = selection;
        _time = TimeText.Of(time);
    }

    /// <summary>The columns' names.</summary>
    public string Columns => _selection.Facts.Distributed ? $"{LocalColumns},task_queue,workers" : LocalColumns;

    /// <summary>Writes the tasks.</summary>
    public void WriteRows(TextWriter writer)
    {
        foreach (SelectedTask selected in _selection.Tasks())
        {
            writer.WriteLine(CsvText.Line(Cells(selected)));
        }
    }

    private IEnumerable<string> Cells(SelectedTask selected)
    {
        (NodeView node, TaskView task) = selected;
        IEnumerable<string> cells =
        [
            _time,
            node.Name,
            task.Workspace,
            task.State.Text(),
            task.ReturnCode ?? string.Empty,
            Durations.Full(task.Elapsed),
            Durations.Full(task.RunTime),
            task.Restarts.ToString(CultureInfo.InvariantCulture),
            ParameterText.Of(node.CommandParameters),
            ParameterText.Of(node.RestartParameters),
        ];
        return _selection.Facts.Distributed
            ? cells.Append(node.Queue ?? string.Empty).Append(string.Join(", ", task.Workers))
            : cells;
    }
}

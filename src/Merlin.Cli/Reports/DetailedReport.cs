using System.Text.Json;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>What <c>merlin detailed-status</c> answers: every task, in a box for each node or in one table.</summary>
/// <remarks>Tasks are read twice, for the widths and for the lines, so that memory does not grow with their number.</remarks>
internal sealed class DetailedReport : IAnswer
{
    private readonly TaskSelection _selection;
    private readonly DateTimeOffset _time;
    private readonly DetailedLayout _layout;
    private readonly bool _coloured;

    /// <summary>A report.</summary>
    /// <param name="selection">The tasks to show.</param>
    /// <param name="time">When they are looked at, local time.</param>
    /// <param name="layout">The form.</param>
    /// <param name="coloured">Whether colours may be used.</param>
    public DetailedReport(TaskSelection selection, DateTimeOffset time, DetailedLayout layout, bool coloured)
    {
        _selection = selection;
        _time = time;
        _layout = layout;
        _coloured = coloured;
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        string heading = $"Status for {_selection.Facts.Workspace} as of {TimeText.Of(_time)}:";
        writer.WriteLine(_coloured ? Ansi.Yellow(heading) : heading);
        writer.WriteLine();
        if (_layout == DetailedLayout.Table)
        {
            WriteTable(writer);
        }
        else
        {
            WriteBoxes(writer);
        }

        foreach (string step in _selection.UnstartedSteps())
        {
            writer.WriteLine($"{step} has not started yet.");
            writer.WriteLine();
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        StudyJson.WriteFacts(writer, _selection.Facts, _time);
        writer.WriteStartArray("tasks");
        foreach (SelectedTask selected in _selection.Tasks())
        {
            TaskJson.Write(writer, selected);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteTable(TextWriter writer)
    {
        var columns = new TaskColumns(stepNames: true, _selection.Facts.Distributed);
        bool any = false;
        foreach (SelectedTask selected in _selection.Tasks())
        {
            columns.Fit(selected);
            any = true;
        }

        if (!any)
        {
            return;
        }

        writer.WriteLine(columns.Header.TrimEnd());
        writer.WriteLine(columns.Rule);
        foreach (SelectedTask selected in _selection.Tasks())
        {
            writer.WriteLine(columns.Line(selected, _coloured).TrimEnd());
        }

        writer.WriteLine();
    }

    private void WriteBoxes(TextWriter writer)
    {
        Dictionary<NodeView, TaskColumns> columns = MeasureNodes();
        NodeBox? box = null;
        foreach (SelectedTask selected in _selection.Tasks())
        {
            if (box is null || box.Node != selected.Node)
            {
                box?.Close();
                // A node whose first task began between the two readings was not measured.
                TaskColumns fitting = columns.GetValueOrDefault(selected.Node) ?? NewColumns();
                box = NodeBox.Open(writer, selected.Node, fitting, _selection.Facts.Distributed);
            }

            box.Add(selected, _coloured);
        }

        box?.Close();
    }

    private Dictionary<NodeView, TaskColumns> MeasureNodes()
    {
        var columns = new Dictionary<NodeView, TaskColumns>(ReferenceEqualityComparer.Instance);
        foreach (SelectedTask selected in _selection.Tasks())
        {
            if (!columns.TryGetValue(selected.Node, out TaskColumns? fitting))
            {
                columns[selected.Node] = fitting = NewColumns();
            }

            fitting.Fit(selected);
        }

        return columns;
    }

    private TaskColumns NewColumns() => new(stepNames: false, _selection.Facts.Distributed);
}

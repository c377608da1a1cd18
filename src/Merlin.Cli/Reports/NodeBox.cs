using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>The box of one node in a detailed status, written line by line.</summary>
internal sealed class NodeBox
{
    private readonly TextWriter _writer;
    private readonly TaskColumns _columns;
    private readonly int _width;

    private NodeBox(TextWriter writer, NodeView node, TaskColumns columns, int width)
    {
        _writer = writer;
        _columns = columns;
        _width = width;
        Node = node;
    }

    /// <summary>The node.</summary>
    public NodeView Node { get; }

    /// <summary>Begins a box and writes what is known of the node as a whole.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="node">The node.</param>
    /// <param name="columns">Columns that fit its tasks.</param>
    /// <param name="distributed">Whether queue and workers are worth telling.</param>
    public static NodeBox Open(TextWriter writer, NodeView node, TaskColumns columns, bool distributed)
    {
        List<string> head = [.. Head(node, distributed)];
        var box = new NodeBox(writer, node, columns, Math.Max(columns.Width, head.Max(static line => line.Length)));
        writer.WriteLine($"┌{new string('─', box._width + 2)}┐");
        head.ForEach(box.WriteLine);
        box.WriteLine("Task Details");
        box.WriteLine(columns.Header);
        box.WriteLine(columns.Rule);
        return box;
    }

    /// <summary>Writes a task.</summary>
    public void Add(SelectedTask selected, bool coloured) =>
        _writer.WriteLine($"│ {_columns.Line(selected, coloured)}{Blanks(_columns.Width)} │");

    /// <summary>Ends the box.</summary>
    public void Close()
    {
        _writer.WriteLine($"└{new string('─', _width + 2)}┘");
        _writer.WriteLine();
    }

    private static IEnumerable<string> Head(NodeView node, bool distributed)
    {
        yield return $"STEP: {node.Name}";
        if (distributed)
        {
            yield return $"WORKER(S): {string.Join(", ", node.Workers)}";
            yield return $"TASK QUEUE: {node.Queue}";
        }

        yield return string.Empty;
        foreach (string line in Parameters("Cmd Parameters", node.CommandParameters)
            .Concat(Parameters("Restart Parameters", node.RestartParameters)))
        {
            yield return line;
        }
    }

    private static IEnumerable<string> Parameters(string title, IReadOnlyList<KeyValuePair<string, string>>? parameters)
    {
        if (parameters is null or { Count: 0 })
        {
            return [];
        }

        int width = parameters.Max(static parameter => parameter.Key.Length);
        return parameters
            .Select(parameter => $"  {parameter.Key.PadRight(width)}  {ParameterText.Value(parameter.Value)}")
            .Prepend(title)
            .Append(string.Empty);
    }

    private void WriteLine(string line) => _writer.WriteLine($"│ {line}{Blanks(line.Length)} │");

    private string Blanks(int written) => new(' ', Math.Max(0, _width - written));
}

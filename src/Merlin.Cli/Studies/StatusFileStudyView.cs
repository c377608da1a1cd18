using Merlin.Cli.Screen;

namespace Merlin.Cli.Studies;

/// <summary>A study that another Merlin ran: told by the status files in its workspace.</summary>
internal sealed class StatusFileStudyView : IStudyView
{
    private readonly Dictionary<string, StatusFileNode> _nodes;
    private readonly IReadOnlyList<ExpectedStep> _expected;

    private StatusFileStudyView(StudyFacts facts, StatusFileTree tree, IReadOnlyList<ExpectedStep> expected)
    {
        Facts = facts;
        _expected = expected;
        _nodes = tree.Nodes.ToDictionary(static node => node.Name);
        Nodes = [.. InOrderOf(expected, tree.Nodes).Select(View)];
    }

    /// <inheritdoc/>
    public StudyFacts Facts { get; }

    /// <inheritdoc/>
    public IReadOnlyList<NodeView> Nodes { get; }

    /// <summary>Reads the status files of a workspace.</summary>
    /// <param name="workspace">Absolute path of the workspace.</param>
    /// <param name="log">Told of files that cannot be read.</param>
    public static StatusFileStudyView Open(string workspace, LogLines log)
    {
        StatusFileTree tree = StatusFileTree.Read(workspace, log);
        (string name, IReadOnlyList<ExpectedStep> expected) = ExpectedStep.Read(workspace, log);
        var facts = new StudyFacts
        {
            Name = name,
            Workspace = workspace,
            Distributed = tree.Nodes.Any(static node => node.Queue is not null || node.Workers.Count > 0),
        };
        return new StatusFileStudyView(facts, tree, expected);
    }

    /// <inheritdoc/>
    public IReadOnlyList<StepSummary> Summarise()
    {
        ILookup<string, StatusFileNode> found = _nodes.Values.ToLookup(static node => node.Step);
        IEnumerable<ExpectedStep> unexpected = found
            .Where(group => _expected.All(step => step.Name != group.Key))
            .Select(static group => new ExpectedStep(group.Key, 0));
        return [.. _expected.Concat(unexpected).Select(step => Summarise(step, [.. found[step.Name]]))];
    }

    /// <inheritdoc/>
    public IEnumerable<TaskView> Tasks(NodeView node) => _nodes[node.Name].Tasks;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Everything was read when the view was opened.
    }

    private static StepSummary Summarise(ExpectedStep step, StatusFileNode[] nodes)
    {
        var counts = new StateCounts();
        var times = new RunTimeSum();
        foreach (TaskView task in nodes.SelectMany(static node => node.Tasks))
        {
            counts[task.State]++;
            if (task.RunTime is { } time)
            {
                times.Add(time.TotalSeconds);
            }
        }

        return new StepSummary
        {
            Name = step.Name,
            Total = Math.Max(step.Tasks, counts.Total),
            Counts = counts,
            RunTimes = times.Total,
            Queues = [.. nodes.Select(static node => node.Queue).OfType<string>().Distinct()],
            Workers = [.. nodes.SelectMany(static node => node.Workers).Distinct()],
        };
    }

    private static IEnumerable<StatusFileNode> InOrderOf(
        IReadOnlyList<ExpectedStep> expected, IEnumerable<StatusFileNode> nodes)
    {
        Dictionary<string, int> places = expected.Select(static (step, place) => (step.Name, place))
            .ToDictionary(static pair => pair.Name, static pair => pair.place);
        return nodes
            .OrderBy(node => places.GetValueOrDefault(node.Step, int.MaxValue))
            .ThenBy(static node => node.Name, StringComparer.Ordinal);
    }

    private static NodeView View(StatusFileNode node, int ordinal) => new()
    {
        Ordinal = ordinal,
        Name = node.Name,
        Step = node.Step,
        Queue = node.Queue,
        CommandParameters = node.CommandParameters,
        RestartParameters = node.RestartParameters,
        Workers = node.Workers,
    };
}

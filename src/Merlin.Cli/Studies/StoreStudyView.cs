using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Workflow.Plan;
using Merlin.Workflow.Samples;

namespace Merlin.Cli.Studies;

/// <summary>A study whose tasks somebody keeps records of: the process that runs it, its store, or a broker.</summary>
/// <remarks>
/// Where it stands is asked once, at the beginning: that answer names all workers of every node, and what is shown of one
/// study is of one moment.
/// </remarks>
internal sealed class StoreStudyView : IStudyView
{
    private readonly IStudyStatusSource _source;
    private readonly StudyPlan _plan;
    private readonly StudyStatus _status;
    private readonly SampleLayout? _layout;

    /// <summary>A view.</summary>
    /// <param name="source">Knows the tasks; the view owns it.</param>
    /// <param name="plan">The study's plan.</param>
    /// <param name="workspace">Absolute path of the workspace as it is now; it may have moved since.</param>
    /// <param name="distributed">Whether the records are those of a broker.</param>
    public StoreStudyView(IStudyStatusSource source, StudyPlan plan, string workspace, bool distributed = false)
    {
        _source = source;
        _plan = plan;
        _layout = plan.Samples?.ToLayout();
        _status = source.GetStatus();
        Facts = new StudyFacts
        {
            Name = plan.Name,
            Id = distributed ? _status.Study.Value : null,
            Distributed = distributed,
            Workspace = workspace,
            Live = _status.Live,
            End = EndWord(_status.End),
            Submitted = _status.Submitted.ToDateTimeOffset(),
            Closed = _status.Closed?.ToDateTimeOffset(),
        };
        Nodes = [.. plan.Nodes.Select((node, ordinal) => View(node, _status.Arrays[ordinal]))];
    }

    /// <inheritdoc/>
    public StudyFacts Facts { get; }

    /// <inheritdoc/>
    public IReadOnlyList<NodeView> Nodes { get; }

    /// <inheritdoc/>
    public IReadOnlyList<StepSummary> Summarise() => StepSummaries.Of(_plan, _status);

    /// <inheritdoc/>
    public IEnumerable<TaskView> Tasks(NodeView node)
    {
        var workerLists = new Dictionary<string, IReadOnlyList<string>>();
        return _source.Tasks(node.Ordinal).Select(row => View(_plan.Nodes[node.Ordinal], row, workerLists));
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();

    private static string? EndWord(StudyEnd end) => end switch
    {
        StudyEnd.Completed => "completed",
        StudyEnd.HardFailed => "hard_failed",
        StudyEnd.Cancelled => "cancelled",
        _ => null,
    };

    private static NodeView View(PlanNode node, ArrayStatus array) => new()
    {
        Ordinal = array.Ordinal,
        Name = node.Name,
        Step = node.Step,
        Queue = node.Queue,
        CommandParameters = node.CommandParameters,
        RestartParameters = node.RestartParameters,
        Workers = array.Consumers,
    };

    private TaskView View(PlanNode node, TaskRow row, Dictionary<string, IReadOnlyList<string>> workerLists)
    {
        bool ran = row.StartMicros > 0;
        return new TaskView(
            Workspace(node, row.Index),
            StateWords.Of(row.Outcome),
            TaskWords.ReturnCode(row.Outcome),
            ran ? TimeSpan.FromMicroseconds(row.ElapsedMicros) : null,
            ran ? TimeSpan.FromMicroseconds(row.DurationMicros) : null,
            TaskWords.Restarts(row.Outcome, row.Attempt),
            WorkersOf(row.Consumer, workerLists))
        {
            Hosts = row.Hosts,
            Job = row.Job,
            Instance = row.Instance,
        };
    }

    /// <summary>One list for each worker, not for each of its million tasks.</summary>
    private static IReadOnlyList<string> WorkersOf(string? consumer, Dictionary<string, IReadOnlyList<string>> lists)
    {
        if (consumer is null)
        {
            return [];
        }

        if (!lists.TryGetValue(consumer, out IReadOnlyList<string>? list))
        {
            lists[consumer] = list = [consumer];
        }

        return list;
    }

    // The one sample of a study lives in the node's own directory, and its path keeps the slash that would lead further.
    private string Workspace(PlanNode node, long index) => node.Sampled && _layout is not null
        ? $"{node.Directory}/{_layout.Path(index)}"
        : node.Directory;
}

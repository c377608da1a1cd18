using System.Text.Json;
using Merlin.Broker.Status;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Display;

/// <summary>
/// Shows a run as events, one JSON object a line: <c>started</c>, <c>progress</c> (at most one a second, when something
/// changed), <c>step_completed</c>, <c>ended</c>.
/// </summary>
internal sealed class JsonRunDisplay : IRunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Terminal _terminal;
    private readonly RunProgress _progress;
    private readonly HashSet<string> _completed = [];
    private IReadOnlyList<StepProgress> _told = [];
    private long _lastTold;

    /// <summary>A display; it tells of the start at once.</summary>
    public JsonRunDisplay(Terminal terminal, StudyPlan plan, RunProgress progress)
    {
        _terminal = terminal;
        _progress = progress;
        _lastTold = terminal.Clock.GetTimestamp();
        WriteEvent("started", writer =>
        {
            writer.WriteString("study", plan.Name);
            writer.WriteString("workspace", plan.Workspace);
            writer.WriteStartArray("steps");
            foreach (IGrouping<string, PlanNode> step in plan.Nodes.GroupBy(static node => node.Step))
            {
                writer.WriteStartObject();
                writer.WriteString("name", step.Key);
                writer.WriteNumber("total", step.Sum(static node => node.Count));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    /// <inheritdoc/>
    public void Update(StudyStatus status)
    {
        _progress.Update(status);
        foreach (StepProgress step in _progress.Steps.Where(step => step.Complete && _completed.Add(step.Name)))
        {
            WriteEvent("step_completed", writer =>
            {
                writer.WritePropertyName("step");
                WriteStep(writer, step);
            });
        }

        if (_terminal.Clock.GetElapsedTime(_lastTold) >= Interval && !SameCounts(_told, _progress.Steps))
        {
            _told = _progress.Steps;
            _lastTold = _terminal.Clock.GetTimestamp();
            WriteEvent("progress", WriteSteps);
        }
    }

    /// <inheritdoc/>
    public void End(RunSummary summary) => _terminal.WriteJsonLine(summary.WriteJson, indented: false);

    /// <inheritdoc/>
    public void Dispose() => _terminal.Out.Flush();

    private static bool SameCounts(IReadOnlyList<StepProgress> left, IReadOnlyList<StepProgress> right) =>
        left.Count == right.Count
        && left.Zip(right).All(static pair => pair.First with { Rate = 0 } == pair.Second with { Rate = 0 });

    private void WriteSteps(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("steps");
        foreach (StepProgress step in _progress.Steps)
        {
            WriteStep(writer, step);
        }

        writer.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter writer, StepProgress step)
    {
        writer.WriteStartObject();
        writer.WriteString("name", step.Name);
        writer.WriteNumber("total", step.Total);
        writer.WriteNumber("done", step.Done);
        writer.WriteNumber("failed", step.Failed);
        writer.WriteNumber("running", step.Running);
        writer.WriteNumber("tasks_per_second", Math.Round(step.Rate, 2));
        writer.WriteEndObject();
    }

    private void WriteEvent(string name, Action<Utf8JsonWriter> writeMembers) => _terminal.WriteJsonLine(
        writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("event", name);
            writer.WriteString("time", TimeText.Iso(_terminal.Clock.GetLocalNow()));
            writeMembers(writer);
            writer.WriteEndObject();
        },
        indented: false);
}

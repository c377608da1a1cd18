using Merlin.Broker.Status;
using Merlin.Cli.Screen;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Display;

/// <summary>Shows a run as lines: its start, its progress now and then, the end of each step, its end.</summary>
internal sealed class PlainRunDisplay : IRunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Terminal _terminal;
    private readonly RunProgress _progress;
    private readonly HashSet<string> _completed = [];
    private long _lastTold;
    private long _doneThen;

    /// <summary>A display; it tells of the start at once.</summary>
    public PlainRunDisplay(Terminal terminal, StudyPlan plan, RunProgress progress)
    {
        _terminal = terminal;
        _progress = progress;
        _lastTold = terminal.Clock.GetTimestamp();
        long tasks = plan.Nodes.Sum(static node => node.Count);
        int steps = plan.Nodes.Select(static node => node.Step).Distinct().Count();
        WriteLine($"Running '{plan.Name}': {ProgressText.Count(steps, "step")}, {ProgressText.Count(tasks, "task")}.");
    }

    /// <inheritdoc/>
    public void Update(StudyStatus status)
    {
        _progress.Update(status);
        TellCompletedSteps();
        if (_terminal.Clock.GetElapsedTime(_lastTold) >= Interval && _progress.All is { } all && all.Done != _doneThen)
        {
            WriteLine(ProgressText.Of(all));
            _lastTold = _terminal.Clock.GetTimestamp();
            _doneThen = all.Done;
        }
    }

    /// <inheritdoc/>
    public void End(RunSummary summary) => _terminal.Show(summary, json: false);

    /// <inheritdoc/>
    public void Dispose() => _terminal.Out.Flush();

    private void TellCompletedSteps()
    {
        foreach (StepProgress step in _progress.Steps.Where(step => step.Complete && _completed.Add(step.Name)))
        {
            string failures = step.Failed > 0 ? $", {ProgressText.Failed(step)}" : string.Empty;
            WriteLine($"{step.Name}: {ProgressText.Count(step.Total, "task")} ended{failures}.");
        }
    }

    private void WriteLine(string line)
    {
        _terminal.Out.WriteLine(line);
        _terminal.Out.Flush();
    }
}

using System.Globalization;
using System.Text.Json;
using Merlin.Broker;
using Merlin.Broker.Messages;
using Merlin.Broker.Status;
using Merlin.Cli.Invocation;
using Merlin.Cli.Reports;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;
using Merlin.Workflow.Plan;

namespace Merlin.Cli.Display;

/// <summary>How a run ended: what became of the tasks, how long it took, and what can be done now.</summary>
internal sealed class RunSummary : IAnswer
{
    private readonly StudyPlan _plan;
    private readonly StudyStatus _status;
    private readonly TimeSpan _elapsed;
    private readonly bool _interrupted;
    private readonly IReadOnlyList<StepSummary> _steps;

    /// <summary>A summary.</summary>
    /// <param name="plan">What was run.</param>
    /// <param name="status">The last status of the study.</param>
    /// <param name="elapsed">How long the run took.</param>
    /// <param name="interrupted">Whether a person stopped it.</param>
    /// <param name="earlier">Where the study stood when this run of it began; null for a first run.</param>
    public RunSummary(
        StudyPlan plan, StudyStatus status, TimeSpan elapsed, bool interrupted, StudyStatus? earlier = null)
    {
        _plan = plan;
        _status = status;
        _elapsed = elapsed;
        _interrupted = interrupted;
        _steps = StepSummaries.Of(plan, status, earlier);
    }

    /// <summary>Whether the study was run here.</summary>
    public bool Local { get; init; } = true;

    /// <summary>The exit status that says how it ended.</summary>
    public int ExitStatus
    {
        get
        {
            if (_interrupted)
            {
                return ExitCode.Interrupted;
            }

            bool well = _status.End is StudyEnd.None or StudyEnd.Completed
                && _status.Arrays.All(static array => array.Ended == array.Count
                    && array.Outcomes.All(static pair => pair.Value == 0 || IsWell(pair.Key)));
            return well ? ExitCode.Success : ExitCode.TasksFailed;
        }
    }

    /// <summary>How many tasks ended, and not well. A task that asked to stop the workers is cancelled and did well.</summary>
    public static long Unsuccessful(StateCounts counts) =>
        counts[StateWord.Failed] + counts[StateWord.Unknown] + counts[StateWord.NotRun];

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        writer.WriteLine();
        writer.WriteLine(Headline());
        writer.WriteLine();
        Table().Write(writer);
        writer.WriteLine();
        writer.WriteLine($"Results: {_plan.Workspace}");
        if (ExitStatus == ExitCode.Success)
        {
            WriteFinalWords(writer);
        }
        else
        {
            writer.WriteLine($"To carry on: merlin restart {ShellWord.Quote(_plan.Workspace)}{(Local ? " --local" : "")}");
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("event", "ended");
        writer.WriteString("study", _plan.Name);
        writer.WriteString("workspace", _plan.Workspace);
        writer.WriteString("end", EndWord());
        writer.WriteNumber("exit_status", ExitStatus);
        writer.WriteNumber("elapsed_seconds", Math.Round(_elapsed.TotalSeconds, 3));
        writer.WriteStartArray("steps");
        foreach (StepSummary step in _steps)
        {
            StudyJson.WriteStep(writer, step);
        }

        writer.WriteEndArray();
        StudyJson.WriteTotals(writer, _steps);
        writer.WriteEndObject();
    }

    private void WriteFinalWords(TextWriter writer)
    {
        foreach ((string step, IReadOnlyList<string> lines) in FinalWords.Of(_plan))
        {
            writer.WriteLine();
            writer.WriteLine($"{step} says:");
            foreach (string line in lines)
            {
                writer.WriteLine($"  {line}");
            }
        }
    }

    private static bool IsWell(TaskOutcome outcome) => outcome
        is TaskOutcome.Succeeded or TaskOutcome.AlreadyFinished or TaskOutcome.DryRun or TaskOutcome.StopWorkers;

    private string EndWord() => _interrupted
        ? "interrupted"
        : _status.End switch
        {
            StudyEnd.HardFailed => "hard_failed",
            StudyEnd.Cancelled => "cancelled",
            StudyEnd.Completed => "completed",
            _ => "stopped",
        };

    private string Headline()
    {
        string verb = _interrupted
            ? "was interrupted"
            : _status.End switch
            {
                StudyEnd.HardFailed => "was stopped by a task's hard failure",
                StudyEnd.Cancelled => "was cancelled",
                StudyEnd.Completed => "has ended",
                _ => "was stopped before its end",
            };
        long ran = _steps.Sum(static step => step.Ran);
        double rate = _elapsed > TimeSpan.Zero ? ran / _elapsed.TotalSeconds : 0;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Study '{_plan.Name}' {verb}: {ProgressText.Count(ran, "task")} in {Durations.Short(_elapsed.TotalSeconds)} ({ProgressText.Rate(rate)}).");
    }

    private TextTable Table()
    {
        StateWord[] states = [.. StateWords.All.Where(state => _steps.Any(step => step.Counts[state] > 0))];
        bool left = _steps.Any(static step => step.Counts.Total < step.Total);
        string[] headers = ["Step", "Tasks", .. states.Select(StateWords.Label), "Avg Run Time"];
        var table = new TextTable(left ? [.. headers, "Left"] : headers);
        foreach (StepSummary step in _steps)
        {
            string time = step.RunTimes.Count > 0 ? SecondsText(step.RunTimes.MeanSeconds) : "--";
            string[] cells = [step.Name, Number(step.Total), .. states.Select(state => Number(step.Counts[state])), time];
            table.Add(left ? [.. cells, Number(step.Total - step.Counts.Total)] : cells);
        }

        return table;
    }

    private static string SecondsText(double seconds) => seconds < 10
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.000}s")
        : Durations.Short(seconds);

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}

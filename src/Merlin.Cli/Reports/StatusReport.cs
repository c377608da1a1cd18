using System.Globalization;
using System.Text.Json;
using Merlin.Cli.Screen;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>What <c>merlin status</c> answers: a bar and a summary for each step.</summary>
internal sealed class StatusReport : IAnswer
{
    private readonly StudyFacts _facts;
    private readonly IReadOnlyList<StepSummary> _steps;
    private readonly DateTimeOffset _time;
    private readonly StatusLook _look;

    /// <summary>A report.</summary>
    /// <param name="facts">The study.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="time">When the steps were looked at, local time.</param>
    /// <param name="look">How to draw.</param>
    public StatusReport(StudyFacts facts, IReadOnlyList<StepSummary> steps, DateTimeOffset time, StatusLook look)
    {
        _facts = facts;
        _steps = steps;
        _time = time;
        _look = look;
    }

    /// <inheritdoc/>
    public void WriteText(TextWriter writer)
    {
        string heading = $"Status for {_facts.Workspace} as of {TimeText.Of(_time)}:";
        writer.WriteLine(_look.Coloured ? Ansi.Yellow(heading) : heading);
        writer.WriteLine();
        foreach (StepSummary step in _steps)
        {
            WriteStep(writer, step);
        }
    }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        StudyJson.WriteFacts(writer, _facts, _time);
        writer.WriteStartArray("steps");
        foreach (StepSummary step in _steps)
        {
            StudyJson.WriteStep(writer, step);
        }

        writer.WriteEndArray();
        StudyJson.WriteTotals(writer, _steps);
        writer.WriteEndObject();
    }

    private void WriteStep(TextWriter writer, StepSummary step)
    {
        string bar = StatusBar.Draw(step.Counts, step.Total, Math.Max(1, _look.Width / 4), _look);
        writer.WriteLine(step.Name);
        writer.WriteLine();
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $" |{bar}| {step.Percent:0.0}% Complete"));
        writer.WriteLine();
        if (step.Started)
        {
            writer.WriteLine("SUMMARY:");
            Summary(step).Write(writer);
        }
        else
        {
            writer.WriteLine($"{step.Name} has not started yet.");
        }

        writer.WriteLine();
        writer.WriteLine(new string('-', Math.Max(1, _look.Width / 2)));
        writer.WriteLine();
    }

    private TextTable Summary(StepSummary step)
    {
        var table = new TextTable();
        foreach (StateWord state in StateWords.All.Where(state => step.Counts[state] > 0))
        {
            string label = _look.ColourBlind && state.IsCompleted() ? $"{state.Label()} {state.Fill()}" : state.Label();
            table.Add(label, Number(step.Counts[state]));
        }

        bool ran = step.RunTimes.Count > 0;
        table.Add("TOTAL TASKS", Number(step.Total));
        table.Add("AVG RUN TIME", ran ? Durations.Short(step.RunTimes.MeanSeconds) : "--");
        table.Add("RUN TIME STD DEV", ran ? $"±{Durations.Short(step.RunTimes.DeviationSeconds)}" : "±--");
        if (_facts.Distributed)
        {
            table.Add("TASK QUEUE", string.Join(", ", step.Queues));
            table.Add("WORKER(S)", string.Join(", ", step.Workers));
        }

        return table;
    }

    private static string Number(long count) => count.ToString(CultureInfo.InvariantCulture);
}

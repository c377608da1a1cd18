using System.Text.Json;
using Merlin.Broker.Status;
using Merlin.Cli.Studies;

namespace Merlin.Cli.Reports;

/// <summary>The JSON of studies and steps; the same keys wherever they are shown, and none is ever renamed.</summary>
internal static class StudyJson
{
    /// <summary>
    /// Writes the members of a study: <c>study</c>, <c>id</c> (its number on a broker, or null), <c>workspace</c>, <c>time</c>, <c>live</c>, <c>end</c> (null while
    /// tasks are left), <c>submitted</c> and <c>closed</c> (null when not known).
    /// </summary>
    public static void WriteFacts(Utf8JsonWriter writer, StudyFacts facts, DateTimeOffset time)
    {
        writer.WriteString("study", facts.Name);
        if (facts.Id is { } id)
        {
            writer.WriteNumber("id", id);
        }
        else
        {
            writer.WriteNull("id");
        }

        writer.WriteString("workspace", facts.Workspace);
        writer.WriteString("time", TimeText.Iso(time));
        writer.WriteBoolean("live", facts.Live);
        writer.WriteString("end", facts.End);
        writer.WriteString("submitted", facts.Submitted is { } submitted ? TimeText.Iso(submitted) : null);
        writer.WriteString("closed", facts.Closed is { } closed ? TimeText.Iso(closed) : null);
    }

    /// <summary>
    /// Writes a step: <c>name</c>, <c>total</c>, <c>percent</c>, <c>counts</c> (every state, in lower case, and
    /// <c>waiting</c> and <c>ready</c>; their sum is <c>total</c>), <c>run_time</c>, <c>queues</c> and <c>workers</c>.
    /// </summary>
    public static void WriteStep(Utf8JsonWriter writer, StepSummary step)
    {
        writer.WriteStartObject();
        writer.WriteString("name", step.Name);
        writer.WriteNumber("total", step.Total);
        writer.WriteNumber("percent", Math.Round(step.Percent, 1));
        WriteCounts(writer, [step]);
        WriteRunTimes(writer, step.RunTimes);
        WriteList(writer, "queues", step.Queues);
        WriteList(writer, "workers", step.Workers);
        writer.WriteEndObject();
    }

    /// <summary>Writes the member <c>totals</c>: <c>total</c> and <c>counts</c> over all steps.</summary>
    public static void WriteTotals(Utf8JsonWriter writer, IReadOnlyList<StepSummary> steps)
    {
        writer.WriteStartObject("totals");
        writer.WriteNumber("total", steps.Sum(static step => step.Total));
        WriteCounts(writer, steps);
        writer.WriteEndObject();
    }

    /// <summary>Writes a list of texts.</summary>
    public static void WriteList(Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes the member <c>parameters</c> of a node: <c>cmd</c> and <c>restart</c>, each null for none.</summary>
    public static void WriteParameters(Utf8JsonWriter writer, NodeView node)
    {
        writer.WriteStartObject("parameters");
        WriteParameters(writer, "cmd", node.CommandParameters);
        WriteParameters(writer, "restart", node.RestartParameters);
        writer.WriteEndObject();
    }

    private static void WriteParameters(
        Utf8JsonWriter writer, string name, IReadOnlyList<KeyValuePair<string, string>>? parameters)
    {
        if (parameters is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        foreach ((string key, string value) in parameters)
        {
            writer.WritePropertyName(key);
            writer.WriteRawValue(value);
        }

        writer.WriteEndObject();
    }

    private static void WriteCounts(Utf8JsonWriter writer, IReadOnlyList<StepSummary> steps)
    {
        writer.WriteStartObject("counts");
        writer.WriteNumber("waiting", steps.Sum(static step => step.Waiting));
        writer.WriteNumber("ready", steps.Sum(static step => step.Ready));
        foreach (StateWord state in StateWords.All)
        {
            writer.WriteNumber(KeyOf(state), steps.Sum(step => step.Counts[state]));
        }

        writer.WriteEndObject();
    }

    private static string KeyOf(StateWord state) => state switch
    {
        StateWord.Finished => "finished",
        StateWord.Cancelled => "cancelled",
        StateWord.Failed => "failed",
        StateWord.Unknown => "unknown",
        StateWord.Initialized => "initialized",
        StateWord.Running => "running",
        StateWord.DryRun => "dry_run",
        _ => "not_run",
    };

    private static void WriteRunTimes(Utf8JsonWriter writer, RunTimes times)
    {
        writer.WriteStartObject("run_time");
        writer.WriteNumber("tasks", times.Count);
        writer.WriteNumber("mean_seconds", Math.Round(times.MeanSeconds, 6));
        writer.WriteNumber("standard_deviation_seconds", Math.Round(times.DeviationSeconds, 6));
        writer.WriteEndObject();
    }
}

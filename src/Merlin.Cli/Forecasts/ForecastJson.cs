using System.Text.Json;
using Merlin.Workflow.Forecast;

namespace Merlin.Cli.Forecasts;

/// <summary>The answer of <c>merlin plan</c> for programs.</summary>
internal sealed class ForecastJson(PlannedStudy study, IReadOnlyList<ForecastWarning> warnings)
{
    /// <summary>Writes one JSON object.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("study", study.Name);
        writer.WriteString("workspace", study.Place.Path);
        writer.WriteString("shared_file_system", study.Place.SharedKind);
        WriteSamples(writer);
        writer.WriteStartArray("steps");
        foreach (StepForecast step in study.Forecast.Steps)
        {
            WriteStep(writer, step);
        }

        writer.WriteEndArray();
        writer.WriteNumber("nodes", study.Forecast.Nodes);
        writer.WriteNumber("tasks", study.Forecast.Tasks);
        WriteFiles(writer, study.Left);
        WriteBroker(writer);
        WriteTime(writer);
        writer.WriteStartArray("warnings");
        foreach (ForecastWarning warning in warnings)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", warning.Kind);
            writer.WriteString("step", warning.Step);
            writer.WriteString("text", warning.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void WriteSamples(Utf8JsonWriter writer)
    {
        if (study.Samples is not { } samples)
        {
            writer.WriteNull("samples");
            return;
        }

        writer.WriteStartObject("samples");
        writer.WriteString("file", samples.Source.File);
        Write(writer, "count", samples.IsMissing ? null : samples.Source.Count);
        writer.WriteEndObject();
    }

    private void WriteStep(Utf8JsonWriter writer, StepForecast step)
    {
        writer.WriteStartObject();
        writer.WriteString("step", step.Name);
        writer.WriteStartArray("waits_for");
        foreach (StepLink link in step.After)
        {
            writer.WriteStartObject();
            writer.WriteString("step", study.Forecast.Steps[link.Step].Name);
            writer.WriteString("by", WordOf(link.Kind));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber("nodes", step.Nodes);
        writer.WriteNumber("tasks", step.Tasks);
        Write(writer, "slots", study.SlotsOf(step));
        Write(writer, "seconds_each", study.Times[step.Name]);
        WriteFiles(writer, step.Left);
        writer.WriteNumber("script_bytes", step.ScriptBytes);
        writer.WriteString("layout", step.IsPacked ? "packed" : "full");
        writer.WriteNumber("unpacks", step.Unpacks);
        writer.WriteEndObject();
    }

    private static string WordOf(StepLinkKind kind) => kind switch
    {
        StepLinkKind.Sample => "sample",
        StepLinkKind.Combination => "combination",
        _ => "all",
    };

    private static void WriteFiles(Utf8JsonWriter writer, FileCount left)
    {
        writer.WriteNumber("directories", left.Directories);
        writer.WriteNumber("files", left.Files);
        writer.WriteNumber("inodes", left.Inodes);
        writer.WriteNumber("bytes", left.Bytes);
        writer.WriteNumber("disk_bytes", left.DiskBytes);
    }

    private void WriteBroker(Utf8JsonWriter writer)
    {
        BrokerTraffic? traffic = study.Traffic;
        writer.WriteStartObject("broker");
        Write(writer, "leases", traffic?.Leases);
        Write(writer, "reports", traffic?.Reports);
        Write(writer, "messages", traffic?.Messages);
        writer.WriteNumber("plan_bytes", study.PlanBytes);
        writer.WriteNumber("database_bytes", study.DatabaseBytes);
        writer.WriteEndObject();
    }

    private void WriteTime(Utf8JsonWriter writer)
    {
        if (study.Allocation is { } allocation)
        {
            writer.WriteStartObject("allocation");
            writer.WriteNumber("nodes", allocation.Nodes);
            writer.WriteNumber("cores", allocation.Cores);
            writer.WriteNumber("gpus", allocation.Gpus);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("allocation");
        }

        Write(writer, "makespan_seconds", study.Makespan);
        CriticalPath path = CriticalPath.Of(study.Forecast, study.Times);
        writer.WriteStartArray("critical_path");
        foreach (int step in path.Steps)
        {
            writer.WriteStringValue(study.Forecast.Steps[step].Name);
        }

        writer.WriteEndArray();
        Write(writer, "critical_path_seconds", path.Seconds);
    }

    private static void Write(Utf8JsonWriter writer, string name, double? number)
    {
        if (number is { } value)
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}

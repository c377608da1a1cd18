using System.Buffers;
using System.Text.Json;
using Merlin.Workflow.Samples;

namespace Merlin.Workflow.Plan;

/// <summary>Writes plans as JSON. Members without a value are left out.</summary>
/// <remarks>
/// By hand, as <see cref="StudyPlanReader"/> reads: what a serializer has to learn of all these types takes it longer, at each
/// start, than the rest of a small study's submission.
/// </remarks>
internal static class StudyPlanWriter
{
    /// <summary>The bytes of a plan with the number of its format.</summary>
    public static byte[] Write(int version, StudyPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("Version", version);
            json.WritePropertyName("Plan");
            Write(json, plan);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, StudyPlan plan)
    {
        json.WriteStartObject();
        json.WriteString("Name", plan.Name);
        json.WriteString("Workspace", plan.Workspace);
        json.WriteString("Timestamp", plan.Timestamp);
        if (plan.Samples is { } samples)
        {
            json.WritePropertyName("Samples");
            Write(json, samples);
        }

        if (plan.Packing is { } packing)
        {
            json.WriteStartObject("Packing");
            WriteTexts(json, "Keep", packing.Keep);
            json.WriteNumber("KeepLimit", packing.KeepLimit);
            json.WriteEndObject();
        }

        json.WriteBoolean("DryRun", plan.DryRun);
        json.WriteStartArray("Nodes");
        foreach (PlanNode node in plan.Nodes)
        {
            Write(json, node);
        }

        json.WriteEndArray();
        WriteText(json, "PathsFile", plan.PathsFile);
        WritePairs(json, "Variables", plan.Variables);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, SampleSource samples)
    {
        json.WriteStartObject();
        json.WriteString("File", samples.File);
        WriteTexts(json, "Labels", samples.Labels);
        json.WriteNumber("Rows", samples.Rows);
        json.WriteNumber("Columns", samples.Columns);
        json.WriteNumber("LevelMaxDirs", samples.LevelMaxDirs);
        json.WriteNumber("FileSize", samples.FileSize);
        json.WriteNumber("FileTicks", samples.FileTicks);
        json.WriteStartArray("Further");
        foreach (FurtherSamples further in samples.Further)
        {
            json.WriteStartObject();
            json.WriteString("File", further.File);
            json.WriteNumber("Rows", further.Rows);
            json.WriteNumber("FileSize", further.FileSize);
            json.WriteNumber("FileTicks", further.FileTicks);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, PlanNode node)
    {
        json.WriteStartObject();
        json.WriteString("Name", node.Name);
        json.WriteString("Step", node.Step);
        json.WriteString("Directory", node.Directory);
        json.WriteString("ScriptBase", node.ScriptBase);
        json.WriteString("ScriptExtension", node.ScriptExtension);
        json.WriteString("Shell", node.Shell);
        json.WriteString("Command", node.Command);
        WriteText(json, "RestartCommand", node.RestartCommand);
        json.WriteBoolean("Sampled", node.Sampled);
        json.WriteNumber("Count", node.Count);
        json.WriteString("Queue", node.Queue);
        json.WriteNumber("MaxRetries", node.MaxRetries);
        WriteNumber(json, "RetryDelaySeconds", node.RetryDelaySeconds);
        if (node.TimeoutSeconds is { } timeout)
        {
            json.WriteNumber("TimeoutSeconds", timeout);
        }

        WriteNumber(json, "WalltimeSeconds", node.WalltimeSeconds);
        WriteLaunch(json, node);
        WriteNeeds(json, node);
        WritePairs(json, "CommandParameters", node.CommandParameters);
        WritePairs(json, "RestartParameters", node.RestartParameters);
        WriteText(json, "Defect", node.Defect);
        json.WriteEndObject();
    }

    private static void WriteLaunch(Utf8JsonWriter json, PlanNode node)
    {
        json.WriteStartObject("Resources");
        json.WriteNumber("Nodes", node.Resources.Nodes);
        json.WriteNumber("Procs", node.Resources.Procs);
        json.WriteNumber("CoresPerProc", node.Resources.CoresPerProc);
        json.WriteNumber("GpusPerProc", node.Resources.GpusPerProc);
        json.WriteEndObject();
        json.WriteNumber("Launch", (int)node.Launch);
        json.WriteNumber("Start", (int)node.Start);
        json.WriteBoolean("UsesLauncher", node.UsesLauncher);
        if (node.Signal is { } signal)
        {
            json.WriteStartObject("Signal");
            json.WriteString("Name", signal.Name);
            json.WriteNumber("Seconds", signal.Seconds);
            json.WriteEndObject();
        }

        json.WriteBoolean("StatusFiles", node.StatusFiles);
    }

    private static void WriteNeeds(Utf8JsonWriter json, PlanNode node)
    {
        json.WriteStartArray("Dependencies");
        foreach (PlanDependency dependency in node.Dependencies)
        {
            json.WriteStartObject();
            json.WriteNumber("Node", dependency.Node);
            json.WriteNumber("Kind", (int)dependency.Kind);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("Unpacks");
        foreach (int place in node.Unpacks)
        {
            json.WriteNumberValue(place);
        }

        json.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long? number)
    {
        if (number is { } value)
        {
            json.WriteNumber(name, value);
        }
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    private static void WritePairs(Utf8JsonWriter json, string name, IReadOnlyList<KeyValuePair<string, string>>? pairs)
    {
        if (pairs is null)
        {
            return;
        }

        json.WriteStartArray(name);
        foreach ((string key, string value) in pairs)
        {
            json.WriteStartObject();
            json.WriteString("Key", key);
            json.WriteString("Value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace Merlin.Flux;

/// <summary>Writes jobspecs.</summary>
internal static class JobspecWriter
{
    private const string SlotLabel = "task";

    public static ReadOnlyMemory<byte> Write(Jobspec job) => JsonText.WriteObject(writer =>
    {
        writer.WriteNumber("version", 1);
        writer.WriteStartArray("resources");
        WriteResources(writer, job.Resources);
        writer.WriteEndArray();
        WriteTasks(writer, job);
        writer.WriteStartObject("attributes");
        WriteSystem(writer, job);
        WriteMembers(writer, "user", job.UserAttributes);
        writer.WriteEndObject();
    });

    private static void WriteResources(Utf8JsonWriter writer, JobResources resources)
    {
        if (resources.Nodes is not { } nodes)
        {
            WriteSlot(writer, resources);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type", "node");
        writer.WriteNumber("count", nodes);
        if (resources.ExclusiveNodes)
        {
            writer.WriteBoolean("exclusive", true);
        }

        writer.WriteStartArray("with");
        WriteSlot(writer, resources);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteSlot(Utf8JsonWriter writer, JobResources resources)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "slot");
        writer.WriteNumber("count", resources.Slots);
        writer.WriteString("label", SlotLabel);
        writer.WriteStartArray("with");
        WriteLeaf(writer, "core", resources.CoresPerSlot);
        if (resources.GpusPerSlot > 0)
        {
            WriteLeaf(writer, "gpu", resources.GpusPerSlot);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteLeaf(Utf8JsonWriter writer, string type, int count)
    {
        writer.WriteStartObject();
        writer.WriteString("type", type);
        writer.WriteNumber("count", count);
        writer.WriteEndObject();
    }

    private static void WriteTasks(Utf8JsonWriter writer, Jobspec job)
    {
        writer.WriteStartArray("tasks");
        writer.WriteStartObject();
        writer.WriteStartArray("command");
        foreach (string argument in job.Command)
        {
            writer.WriteStringValue(argument);
        }

        writer.WriteEndArray();
        writer.WriteString("slot", SlotLabel);
        writer.WriteStartObject("count");
        writer.WriteNumber(job.Tasks.Kind, job.Tasks.Count);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    private static void WriteSystem(Utf8JsonWriter writer, Jobspec job)
    {
        writer.WriteStartObject("system");
        writer.WriteNumber("duration", job.Duration?.TotalSeconds ?? 0);
        WriteText(writer, "cwd", job.Directory);
        WriteText(writer, "queue", job.Queue);
        WriteText(writer, "bank", job.Bank);
        WriteEnvironment(writer, job.Environment);
        WriteName(writer, job.Name);
        WriteConstraint(writer, job.Constraint);
        WriteDependencies(writer, job.Dependencies);
        writer.WriteStartObject("shell");
        ShellOptionsWriter.Write(writer, job.Shell);
        writer.WriteEndObject();
        WriteEach(writer, job.SystemAttributes);
        writer.WriteEndObject();
    }

    private static void WriteEnvironment(Utf8JsonWriter writer, IReadOnlyDictionary<string, string> environment)
    {
        writer.WriteStartObject("environment");
        foreach ((string name, string value) in environment)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteName(Utf8JsonWriter writer, string? name)
    {
        if (name is not null)
        {
            writer.WriteStartObject("job");
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }
    }

    private static void WriteConstraint(Utf8JsonWriter writer, JobConstraint? constraint)
    {
        if (constraint is not null)
        {
            writer.WritePropertyName("constraints");
            constraint.WriteTo(writer);
        }
    }

    private static void WriteDependencies(Utf8JsonWriter writer, IReadOnlyList<JobDependency> dependencies)
    {
        if (dependencies.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("dependencies");
        foreach (JobDependency dependency in dependencies)
        {
            writer.WriteStartObject();
            writer.WriteString("scheme", dependency.Scheme);
            writer.WriteString("value", dependency.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteMembers(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, JsonNode?> members)
    {
        if (members.Count > 0)
        {
            writer.WriteStartObject(name);
            WriteEach(writer, members);
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes members of an object.</summary>
    internal static void WriteEach(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonNode?> members)
    {
        foreach ((string name, JsonNode? value) in members)
        {
            writer.WritePropertyName(name);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }
    }
}

using System.Globalization;
using System.Text.Json;

namespace Merlin.Flux;

/// <summary>Writes the shell's options.</summary>
internal static class ShellOptionsWriter
{
    public static void Write(Utf8JsonWriter writer, ShellOptions options)
    {
        writer.WriteStartObject("options");
        WriteFiles(writer, options);
        WriteText(writer, "cpu-affinity", options.CpuAffinity);
        WriteText(writer, "gpu-affinity", options.GpuAffinity);
        WriteText(writer, "exit-timeout", options.ExitTimeout is { } limit ? Duration(limit) : null);
        WriteText(writer, "mpi", options.Mpi);
        if (options.ExitOnError is { } ends)
        {
            writer.WriteNumber("exit-on-error", ends ? 1 : 0);
        }

        WritePerResource(writer, options.PerResource);
        JobspecWriter.WriteEach(writer, options.Other);
        writer.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter writer, ShellOptions options)
    {
        if (options.OutputFile is not null || options.ErrorFile is not null)
        {
            writer.WriteStartObject("output");
            WriteFile(writer, "stdout", options.OutputFile);
            WriteFile(writer, "stderr", options.ErrorFile);
            writer.WriteEndObject();
        }

        if (options.InputFile is not null)
        {
            writer.WriteStartObject("input");
            WriteFile(writer, "stdin", options.InputFile);
            writer.WriteEndObject();
        }
    }

    private static void WriteFile(Utf8JsonWriter writer, string stream, string? path)
    {
        if (path is not null)
        {
            writer.WriteStartObject(stream);
            writer.WriteString("type", "file");
            writer.WriteString("path", path);
            writer.WriteEndObject();
        }
    }

    private static void WritePerResource(Utf8JsonWriter writer, PerResource? perResource)
    {
        if (perResource is not null)
        {
            writer.WriteStartObject("per-resource");
            writer.WriteString("type", perResource.Type);
            writer.WriteNumber("count", perResource.Count);
            writer.WriteEndObject();
        }
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static string Duration(TimeSpan time) =>
        time == Timeout.InfiniteTimeSpan ? "none" : time.TotalSeconds.ToString(CultureInfo.InvariantCulture) + "s";
}

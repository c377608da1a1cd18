using System.Text.Json;

namespace Merlin.Cli.Studies;

/// <summary>Reads the parts of a status file that tell of one task.</summary>
internal static class StatusFileTask
{
    /// <summary>Reads a task.</summary>
    /// <param name="entry">The task's path, and what is known of it.</param>
    /// <exception cref="InvalidOperationException">A value has the wrong type.</exception>
    public static TaskView Read(JsonProperty entry) => new(
        entry.Name,
        StateWords.Parse(Text(entry.Value, "status")) ?? StateWord.Unknown,
        Text(entry.Value, "return_code"),
        Durations.Parse(Text(entry.Value, "elapsed_time")),
        Durations.Parse(Text(entry.Value, "run_time")),
        entry.Value.TryGetProperty("restarts", out JsonElement restarts) && restarts.TryGetInt32(out int count) ? count : 0,
        ReadWorkers(entry.Value));

    /// <summary>The workers named in an object: a list, or one name as files of older versions have it.</summary>
    public static IReadOnlyList<string> ReadWorkers(JsonElement facts)
    {
        if (facts.TryGetProperty("workers", out JsonElement workers) && workers.ValueKind == JsonValueKind.Array)
        {
            return [.. workers.EnumerateArray().Select(static worker => worker.GetString()).OfType<string>().Distinct()];
        }

        return Text(facts, "worker_name") is { } name ? name.Split(", ") : [];
    }

    /// <summary>The parameters of a command, or null for none.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? ReadParameters(JsonElement parameters, string command) =>
        parameters.ValueKind == JsonValueKind.Object
        && parameters.TryGetProperty(command, out JsonElement values)
        && values.ValueKind == JsonValueKind.Object
            ? [.. values.EnumerateObject().Select(static value => KeyValuePair.Create(value.Name, value.Value.GetRawText()))]
            : null;

    private static string? Text(JsonElement facts, string key) =>
        facts.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}

using System.Text.Json;

namespace Merlin.Flux;

/// <summary>The job tells something about itself; a nested instance tells so where it listens.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Context">What it tells, a JSON object.</param>
public sealed record JobMemo(JobId Job, DateTimeOffset Time, JsonElement Context) : JobEvent(Job, Time)
{
    /// <summary>Where the nested instance that the job is listens; null when the memo is about something else.</summary>
    public FluxUri? InstanceUri =>
        JsonText.Optional(Context, "uri")?.GetString() is { } uri ? new FluxUri(uri) : null;
}

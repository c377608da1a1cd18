using System.Text.Json;

namespace Merlin.Flux;

/// <summary>Any other event, such as <c>validate</c>, <c>depend</c>, <c>urgency</c> or <c>free</c>.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Name">The event's name.</param>
/// <param name="Context">What it says, a JSON object; null when it says nothing.</param>
public sealed record JobNoted(JobId Job, DateTimeOffset Time, string Name, JsonElement? Context) : JobEvent(Job, Time);

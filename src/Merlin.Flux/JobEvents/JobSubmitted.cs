using System.Text.Json;

namespace Merlin.Flux;

/// <summary>The instance took the job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
/// <param name="UserId">Who submitted it.</param>
/// <param name="Urgency">Its urgency then.</param>
/// <param name="Jobspec">
/// The jobspec without its environment, where the stream carries it: the journal of 0.63 and later does, a single job's
/// events do not.
/// </param>
public sealed record JobSubmitted(JobId Job, DateTimeOffset Time, uint UserId, int Urgency, JsonElement? Jobspec)
    : JobEvent(Job, Time);

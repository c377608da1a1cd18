namespace Merlin.Flux;

/// <summary>All of the job's shells run.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
public sealed record JobStarted(JobId Job, DateTimeOffset Time) : JobEvent(Job, Time);

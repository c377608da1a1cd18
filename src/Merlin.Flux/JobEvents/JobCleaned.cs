namespace Merlin.Flux;

/// <summary>Nothing of the job is left: it is inactive. The last event of every job.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
public sealed record JobCleaned(JobId Job, DateTimeOffset Time) : JobEvent(Job, Time);

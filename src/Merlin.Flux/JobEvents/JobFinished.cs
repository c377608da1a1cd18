namespace Merlin.Flux;

/// <summary>All of the job's tasks have ended. A job that never started has no such event, only an exception.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Status">The greatest wait status of its shells.</param>
public sealed record JobFinished(JobId Job, DateTimeOffset Time, WaitStatus Status) : JobEvent(Job, Time);

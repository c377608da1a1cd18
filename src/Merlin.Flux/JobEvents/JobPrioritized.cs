namespace Merlin.Flux;

/// <summary>The job got its place in the queue.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Priority">The greater, the sooner; 0 means held.</param>
public sealed record JobPrioritized(JobId Job, DateTimeOffset Time, long Priority) : JobEvent(Job, Time);

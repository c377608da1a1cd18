namespace Merlin.Flux;

/// <summary>The job got an exception.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Type">A word such as <c>cancel</c>, <c>exec</c>, <c>alloc</c> or <c>timeout</c>.</param>
/// <param name="Severity">0 ends the job.</param>
/// <param name="Note">Why, in words; may be empty.</param>
public sealed record JobRaised(JobId Job, DateTimeOffset Time, string Type, int Severity, string Note) : JobEvent(Job, Time);

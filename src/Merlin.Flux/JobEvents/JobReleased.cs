namespace Merlin.Flux;

/// <summary>The job gave back resources.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Ranks">The brokers whose resources it gave back.</param>
/// <param name="IsFinal">Whether it has none left.</param>
public sealed record JobReleased(JobId Job, DateTimeOffset Time, IdSet Ranks, bool IsFinal) : JobEvent(Job, Time);

namespace Merlin.Flux;

/// <summary>The job got its resources.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
/// <param name="Resources">
/// What it got, where the stream carries it: the journal does, a single job's events do not (ask
/// <see cref="FluxJobs.ResourcesAsync"/>).
/// </param>
public sealed record JobAllocated(JobId Job, DateTimeOffset Time, ResourceSet? Resources) : JobEvent(Job, Time);

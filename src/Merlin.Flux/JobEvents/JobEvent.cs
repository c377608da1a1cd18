namespace Merlin.Flux;

/// <summary>Something that happened to a job (RFC 21). The kinds that matter have types of their own.</summary>
/// <param name="Job">The job.</param>
/// <param name="Time">When it happened.</param>
public abstract record JobEvent(JobId Job, DateTimeOffset Time);

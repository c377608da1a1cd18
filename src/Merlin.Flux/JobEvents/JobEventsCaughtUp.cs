namespace Merlin.Flux;

/// <summary>The past is told: what follows in this stream happens from now on. Of no job.</summary>
public sealed record JobEventsCaughtUp() : JobEvent(JobId.Any, default);

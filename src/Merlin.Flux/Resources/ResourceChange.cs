namespace Merlin.Flux;

/// <summary>Something that happened to some nodes of an instance.</summary>
/// <param name="Time">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Ranks">To which nodes.</param>
/// <param name="Reason">Why; empty where nobody said.</param>
public sealed record ResourceChange(DateTimeOffset Time, ResourceChangeKind Kind, IdSet Ranks, string Reason);

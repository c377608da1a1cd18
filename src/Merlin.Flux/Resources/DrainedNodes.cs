namespace Merlin.Flux;

/// <summary>Nodes on which nothing new is to start.</summary>
/// <param name="Ranks">Their ranks.</param>
/// <param name="Since">When that was said.</param>
/// <param name="Reason">Why; may be empty.</param>
public sealed record DrainedNodes(IdSet Ranks, DateTimeOffset Since, string Reason);

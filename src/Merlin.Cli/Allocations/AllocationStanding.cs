namespace Merlin.Cli.Allocations;

/// <summary>How an allocation stands.</summary>
/// <param name="State">How far it has come.</param>
/// <param name="Life">For how long it had its nodes, of one that has ended; null where the batch system does not say.</param>
internal readonly record struct AllocationStanding(AllocationState State, TimeSpan? Life = null);

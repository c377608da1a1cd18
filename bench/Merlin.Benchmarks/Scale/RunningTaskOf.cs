namespace Merlin.Benchmarks.Scale;

/// <summary>A task that runs on a leaf.</summary>
internal readonly record struct RunningTaskOf(LeafLease Lease, int Place, long Index, int Attempt, long Start);

using Merlin.Broker;

namespace Merlin.Worker.Leases;

/// <summary>Names one task in a worker's hands.</summary>
/// <param name="Lease">The lease it came with.</param>
/// <param name="Stage">The place of its array in the lease's chain.</param>
/// <param name="Index">Its index in the array.</param>
internal readonly record struct TaskKey(LeaseId Lease, int Stage, long Index);

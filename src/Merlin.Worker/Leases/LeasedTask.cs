using Merlin.Broker;
using Merlin.Broker.Messages;

namespace Merlin.Worker.Leases;

/// <summary>A task that may start now.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Array">Its array.</param>
/// <param name="Attempt">What is remembered of earlier attempts; all zero at the first.</param>
internal readonly record struct LeasedTask(TaskKey Key, ArrayId Array, AttemptState Attempt);

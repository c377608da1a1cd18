using Merlin.Broker.Messages;

namespace Merlin.Broker.Changes;

/// <summary>A task is to be tried again.</summary>
/// <param name="Array">The array.</param>
/// <param name="Attempt">The attempt to come.</param>
/// <param name="NotBefore">The earliest time for it.</param>
public sealed record AttemptScheduled(ArrayId Array, AttemptState Attempt, Instant NotBefore) : BrokerChange;

using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>A task that was tried before, and when it may be tried again.</summary>
/// <param name="Attempt">The attempt to come (or, when the task is leased, under way).</param>
/// <param name="NotBefore">The earliest time for it.</param>
public readonly record struct ScheduledAttempt(AttemptState Attempt, Instant NotBefore);

namespace Merlin.Broker.Scheduling;

/// <summary>That a consumer's time is too short for a task.</summary>
/// <param name="Left">The time it has left; not negative.</param>
/// <param name="Needed">What a task may well take; null when that is not known.</param>
internal readonly record struct TimeObstacle(TimeSpan Left, TimeSpan? Needed);

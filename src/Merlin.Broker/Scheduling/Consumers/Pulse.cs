namespace Merlin.Broker.Scheduling;

/// <summary>What consumers are told about saying that they live.</summary>
/// <param name="Interval">How often.</param>
/// <param name="Limit">After how long a silence a session has ended.</param>
internal readonly record struct Pulse(TimeSpan Interval, TimeSpan Limit);

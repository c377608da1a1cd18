namespace Merlin.Broker.Scheduling;

/// <summary>What the tasks of an array ask of a consumer. Arrays that ask the same find the same takers.</summary>
/// <param name="Queue">The queue that it must serve.</param>
/// <param name="Shape">What must fit into what it owns.</param>
internal readonly record struct Demand(string Queue, ResourceShape Shape);

namespace Merlin.Broker;

/// <summary>How often workers were lost while a task ran on them.</summary>
/// <param name="Index">The task's index in its array.</param>
/// <param name="Any">Losses in all, whatever else ran beside it.</param>
/// <param name="Alone">Those among them while nothing ran beside it and the worker had not said that its end was near.</param>
public readonly record struct TaskLosses(long Index, int Any, int Alone);

namespace Merlin.Broker.Scheduling;

/// <summary>Tasks that ended in the same state.</summary>
/// <param name="Range">The indices.</param>
/// <param name="State">One of the five ended states.</param>
public readonly record struct EndedRange(IndexRange Range, TaskState State);

using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>What a report says of one task.</summary>
/// <param name="Record">The attempt.</param>
/// <param name="Runner">The worker that ran it; null when the one that reports did.</param>
/// <param name="Place">Where it ran when that was not simply on the worker's host.</param>
internal readonly record struct ReportedTask(TaskRecord Record, TaskRunner? Runner, TaskPlace? Place);

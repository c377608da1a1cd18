using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>What a report says of one task.</summary>
/// <param name="Record">The attempt.</param>
/// <param name="Runner">The worker that ran it; null when the one that reports did.</param>
/// <param name="Places">Where tasks of the report ran; may name others.</param>
internal readonly record struct ReportedTask(TaskRecord Record, TaskRunner? Runner, IReadOnlyList<TaskPlace> Places);

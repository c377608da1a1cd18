namespace Merlin.Broker.Messages.Answers;

/// <summary>What waits in queues and who serves them.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Queues">The queues, in the order of their names.</param>
public sealed record QueueList(long Request, IReadOnlyList<QueueSummary> Queues) : RequestAnswer(Request);

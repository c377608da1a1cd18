namespace Merlin.Broker.Messages.Requests;

/// <summary>Asks what waits in queues and who serves them. Answered by <see cref="Answers.QueueList"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Queues">Which; empty for all in which work of the asker's waits or which a consumer of the asker's names.</param>
public sealed record QueueListRequest(long Request, IReadOnlyList<string> Queues) : ProducerRequest(Request);

namespace Merlin.Broker.Messages.Requests;

/// <summary>
/// Cancels the tasks of the asker's own studies that wait in some queues and are in nobody's hands. What depends on them
/// and waits in the same queues is cancelled with them; in other queues it goes on, as after every cancelled task. Answered by
/// <see cref="Answers.QueuePurged"/>.
/// </summary>
/// <param name="Request">The producer's number for the request.</param>
/// <param name="Queues">The queues.</param>
public sealed record QueuePurge(long Request, IReadOnlyList<string> Queues) : ProducerRequest(Request);

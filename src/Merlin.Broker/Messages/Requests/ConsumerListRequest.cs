namespace Merlin.Broker.Messages.Requests;

/// <summary>Asks for the asker's consumers. Answered by <see cref="Answers.ConsumerList"/>.</summary>
/// <param name="Request">The producer's number for the request.</param>
public sealed record ConsumerListRequest(long Request) : ProducerRequest(Request);

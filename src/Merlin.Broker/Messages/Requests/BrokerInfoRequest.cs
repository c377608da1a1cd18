namespace Merlin.Broker.Messages.Requests;

/// <summary>Asks how the broker itself does. Answered by <see cref="Answers.BrokerInfo"/>.</summary>
/// <param name="Request">The client's number for the request.</param>
public sealed record BrokerInfoRequest(long Request) : ProducerRequest(Request);

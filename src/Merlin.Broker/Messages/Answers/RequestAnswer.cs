namespace Merlin.Broker.Messages.Answers;

/// <summary>Answers one <see cref="Requests.ProducerRequest"/>.</summary>
/// <param name="Request">The request's number.</param>
public abstract record RequestAnswer(long Request) : BrokerMessage;

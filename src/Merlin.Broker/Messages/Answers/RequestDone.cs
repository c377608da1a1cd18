namespace Merlin.Broker.Messages.Answers;

/// <summary>A request was carried out and is durable.</summary>
/// <param name="Request">The request's number.</param>
public sealed record RequestDone(long Request) : RequestAnswer(Request);

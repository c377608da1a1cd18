namespace Merlin.Broker.Messages.Answers;

/// <summary>Consumers whose sessions live.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Consumers">The consumers, in the order of their names.</param>
public sealed record ConsumerList(long Request, IReadOnlyList<ConsumerSummary> Consumers) : RequestAnswer(Request);

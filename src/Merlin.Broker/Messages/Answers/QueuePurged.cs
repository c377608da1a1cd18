namespace Merlin.Broker.Messages.Answers;

/// <summary>Tasks were removed from queues, durably.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Tasks">How many.</param>
public sealed record QueuePurged(long Request, long Tasks) : RequestAnswer(Request);

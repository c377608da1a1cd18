namespace Merlin.Broker.Messages.Answers;

/// <summary>What has happened.</summary>
/// <param name="Request">The request's number.</param>
/// <param name="Items">The events, in order; may be empty.</param>
/// <param name="Next">The number to ask from the next time.</param>
/// <param name="Missed">Whether events between the number asked from and these are not kept any more.</param>
public sealed record Events(long Request, IReadOnlyList<BrokerEvent> Items, long Next, bool Missed)
    : RequestAnswer(Request);

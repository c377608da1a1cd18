using Merlin.Broker.Changes;

namespace Merlin.Broker.Scheduling;

/// <summary>What one turn of the scheduler asks of its host: store the changes, and only then send the messages.</summary>
/// <param name="Changes">What must be durable, in the order in which it happened.</param>
/// <param name="Messages">What is to be sent, in order, when the changes are durable.</param>
public sealed record Turn(IReadOnlyList<BrokerChange> Changes, IReadOnlyList<Outgoing> Messages)
{
    /// <summary>The sessions that have ended.</summary>
    public IReadOnlyList<SessionEnded> Ended { get; init; } = [];
}

using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>What one turn of an agent asks of its host.</summary>
/// <param name="Up">What is to be sent to the broker above, in order; empty while there is no line.</param>
/// <param name="Down">What is to be sent to its own consumers, in order.</param>
public sealed record AgentTurn(IReadOnlyList<ClientMessage> Up, IReadOnlyList<Outgoing> Down)
{
    /// <summary>The sessions of its own consumers that have ended.</summary>
    public IReadOnlyList<SessionEnded> Ended { get; init; } = [];
}

namespace Merlin.Broker.Scheduling;

/// <summary>Where an agent stands.</summary>
/// <param name="IsAttached">Whether the broker above has welcomed it on the line that is open now.</param>
/// <param name="Consumers">How many of its consumers' lines are open.</param>
/// <param name="Ready">Tasks that it has and no consumer has; those of a chain count once for each step.</param>
/// <param name="Leased">Tasks in its consumers' hands, running or not.</param>
/// <param name="Running">Those among them that run, as far as heartbeats have told.</param>
/// <param name="Unacknowledged">Reports that the broker above has not acknowledged.</param>
public sealed record AgentFacts(
    bool IsAttached, int Consumers, long Ready, long Leased, long Running, int Unacknowledged)
{
    /// <summary>Nothing is there: what an agent's facts are after its end.</summary>
    public static AgentFacts None { get; } = new(false, 0, 0, 0, 0, 0);
}

namespace Merlin.Broker.Messages;

/// <summary>Keeps a consumer's session alive, and says what runs there.</summary>
/// <param name="Running">The tasks that run at this moment.</param>
public sealed record Heartbeat(IReadOnlyList<RunningTask> Running) : ClientMessage
{
    /// <summary>How long the consumer goes on running tasks by now, or null for without limit.</summary>
    public TimeSpan? TimeLeft { get; init; }
}

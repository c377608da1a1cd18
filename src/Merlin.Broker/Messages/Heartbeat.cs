namespace Merlin.Broker.Messages;

/// <summary>Keeps a consumer's session alive, and says what runs there; the broker answers <see cref="HeartbeatAck"/>.</summary>
/// <param name="Running">The tasks that run at this moment.</param>
public sealed record Heartbeat(IReadOnlyList<RunningTask> Running) : ClientMessage
{
    /// <summary>The consumer's own number for it, higher than any before; the answer repeats it.</summary>
    public long Number { get; init; }

    /// <summary>How long the consumer goes on running tasks by now, or null for without limit.</summary>
    public TimeSpan? TimeLeft { get; init; }
}

namespace Merlin.Broker.Messages;

/// <summary>
/// Answers <see cref="ConsumerHello"/>. Also sent unasked when a consumer whose session was given up as lost speaks
/// again on its old line: then credit stays as it was, and the consumer gives back that of the leases it lost.
/// </summary>
/// <param name="HeartbeatInterval">How often the consumer is to say that it lives.</param>
/// <param name="Lost">
/// What the consumer said it holds and holds no more: it must not start these; those that run already go on, and
/// their reports are taken.
/// </param>
public sealed record Welcome(TimeSpan HeartbeatInterval, IReadOnlyList<HeldLease> Lost) : BrokerMessage
{
    /// <summary>The <see cref="ConsumerHello.Number"/> of the hello that this answers; 0 when it is sent unasked.</summary>
    public long Number { get; init; }

    /// <summary>
    /// How long the broker keeps the consumer's leases without hearing from it. A consumer starts nothing that long after it
    /// sent the last hello or heartbeat that the broker has answered: its tasks may be others' by then.
    /// </summary>
    public TimeSpan HeartbeatLimit { get; init; } = TimeSpan.FromSeconds(30);
}

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
public sealed record Welcome(TimeSpan HeartbeatInterval, IReadOnlyList<HeldLease> Lost) : BrokerMessage;

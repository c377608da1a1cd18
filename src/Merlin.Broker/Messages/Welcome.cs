namespace Merlin.Broker.Messages;

/// <summary>Answers <see cref="ConsumerHello"/>.</summary>
/// <param name="HeartbeatInterval">How often the consumer is to say that it lives.</param>
/// <param name="Lost">
/// What the consumer said it holds and holds no more: it must not start these; those that run already go on, and
/// their reports are taken.
/// </param>
public sealed record Welcome(TimeSpan HeartbeatInterval, IReadOnlyList<HeldLease> Lost) : BrokerMessage;

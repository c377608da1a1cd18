namespace Merlin.Broker.Messages;

/// <summary>
/// Answers a <see cref="Heartbeat"/>: from when that was sent, the consumer's leases are its own for another
/// <see cref="Welcome.HeartbeatLimit"/>.
/// </summary>
/// <param name="Number">The heartbeat's number.</param>
public sealed record HeartbeatAck(long Number) : BrokerMessage;

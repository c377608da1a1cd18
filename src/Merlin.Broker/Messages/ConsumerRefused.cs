namespace Merlin.Broker.Messages;

/// <summary>
/// Answers a <see cref="ConsumerHello"/> that the broker does not take: the key may not run tasks, or the identity is
/// another key's. The consumer gives up.
/// </summary>
/// <param name="Reason">Why, in words for a log.</param>
public sealed record ConsumerRefused(string Reason) : BrokerMessage;

namespace Merlin.Broker.Messages;

/// <summary>
/// Answers a consumer's message on a line on which no <see cref="ConsumerHello"/> was heard, as after a restart of the
/// broker: the consumer is to say it (again). The message itself has changed nothing, unless it was a report: what reports
/// tell is always taken in.
/// </summary>
public sealed record ConsumerUnknown : BrokerMessage;

namespace Merlin.Broker.Messages;

/// <summary>What a broker says to a consumer or producer. Messages are immutable and may cross threads.</summary>
public abstract record BrokerMessage;

namespace Merlin.Broker.Messages;

/// <summary>What a consumer or producer says to a broker. Messages are immutable and may cross threads.</summary>
public abstract record ClientMessage;

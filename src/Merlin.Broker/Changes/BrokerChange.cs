namespace Merlin.Broker.Changes;

/// <summary>
/// One fact that must be durable before the messages of its turn leave the broker. A store that applies all changes in
/// order can rebuild the scheduler's whole state.
/// </summary>
public abstract record BrokerChange;

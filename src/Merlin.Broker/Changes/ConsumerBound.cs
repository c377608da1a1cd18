namespace Merlin.Broker.Changes;

/// <summary>A consumer's identity was seen for the first time and belongs to a key from now on.</summary>
/// <param name="Consumer">The identity.</param>
/// <param name="Name">The worker's name.</param>
/// <param name="Key">The name of the key.</param>
/// <param name="Owner">The user behind it.</param>
public sealed record ConsumerBound(ConsumerId Consumer, string Name, string Key, string Owner) : BrokerChange;

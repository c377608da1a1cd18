namespace Merlin.Broker.Changes;

/// <summary>What is known of a consumer is new or has changed; its identity belongs to the key from now on.</summary>
/// <param name="Consumer">The identity.</param>
/// <param name="Name">The worker's name.</param>
/// <param name="Key">The name of the key.</param>
/// <param name="Owner">The user behind it.</param>
public sealed record ConsumerBound(ConsumerId Consumer, string Name, string Key, string Owner) : BrokerChange
{
    /// <summary>The host it runs on; empty when that is not known.</summary>
    public string Host { get; init; } = "";

    /// <summary>The id in F58 of the Flux job that its instance is, or empty.</summary>
    public string Job { get; init; } = "";
}

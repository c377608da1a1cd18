namespace Merlin.Broker.Scheduling;

/// <summary>A consumer that holds leases in a <see cref="SchedulerSnapshot"/>.</summary>
/// <param name="Consumer">Its identity.</param>
/// <param name="Name">The worker's name.</param>
/// <param name="Key">The key that the identity is bound to.</param>
/// <param name="Owner">The user behind it.</param>
public sealed record ConsumerSnapshot(ConsumerId Consumer, string Name, string Key, string Owner)
{
    /// <summary>Its host; empty when that is not known.</summary>
    public string Host { get; init; } = "";

    /// <summary>The id in F58 of the Flux job that its instance is, or empty.</summary>
    public string Job { get; init; } = "";
}

namespace Merlin.Broker.Scheduling;

/// <summary>A consumer's session has ended. Nothing of that is durable: it is for those who follow what happens.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Name">The worker's name.</param>
/// <param name="Owner">The user behind it.</param>
/// <param name="IsLost">Whether it was silent for too long, instead of having said goodbye.</param>
public sealed record SessionEnded(ConsumerId Consumer, string Name, string Owner, bool IsLost);

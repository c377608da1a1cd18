namespace Merlin.Broker.Scheduling;

/// <summary>What an agent's consumers can take together, as it tells the broker above.</summary>
internal sealed class AgentShape(IReadOnlyList<string> queues, int slots) : IEquatable<AgentShape>
{
    public static AgentShape None { get; } = new([], 0);

    /// <summary>The queues that any of them serves; empty for all.</summary>
    public IReadOnlyList<string> Queues { get; } = queues;

    /// <summary>How many tasks they can run at the same time.</summary>
    public int Slots { get; } = slots;

    public static AgentShape Of(Scheduler scheduler)
    {
        (IReadOnlyList<string> queues, long slots) = scheduler.Capacity();
        return new AgentShape(queues, (int)Math.Min(int.MaxValue, slots));
    }

    public bool Equals(AgentShape? other) =>
        other is not null && Slots == other.Slots && Queues.SequenceEqual(other.Queues);

    public override bool Equals(object? obj) => Equals(obj as AgentShape);

    public override int GetHashCode() => HashCode.Combine(Slots, Queues.Count);
}

namespace Merlin.Broker.Scheduling;

/// <summary>What an agent's consumers can take together, as it tells the broker above.</summary>
/// <param name="queues">The queues that any of them serves; empty for all.</param>
/// <param name="slots">How many tasks they can run at the same time.</param>
/// <param name="resources">What they own, like ones counted together; empty when one of them owns nothing of its own.</param>
internal sealed class AgentShape(IReadOnlyList<string> queues, int slots, IReadOnlyList<InstanceResources> resources)
    : IEquatable<AgentShape>
{
    public static AgentShape None { get; } = new([], 0, []);

    public IReadOnlyList<string> Queues { get; } = queues;

    public int Slots { get; } = slots;

    public IReadOnlyList<InstanceResources> Resources { get; } = resources;

    public bool Equals(AgentShape? other) =>
        other is not null
        && Slots == other.Slots
        && Queues.SequenceEqual(other.Queues)
        && Resources.SequenceEqual(other.Resources);

    public override bool Equals(object? obj) => Equals(obj as AgentShape);

    public override int GetHashCode() => HashCode.Combine(Slots, Queues.Count, Resources.Count);
}

using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

internal sealed class ModelLease(LeaseId id, ConsumerId holder, List<ArrayId> chain)
{
    public ConsumerId Holder { get; } = holder;

    public List<ArrayId> Chain { get; } = chain;

    public HashSet<long>[] Held { get; } = [.. chain.Select(_ => new HashSet<long>())];

    public HashSet<long>[] Shadowed { get; } = [.. chain.Select(_ => new HashSet<long>())];

    public LeaseSnapshot Snapshot() => new(id, Holder, Chain, Ranges(Held), Ranges(Shadowed));

    private static IReadOnlyList<IReadOnlyList<IndexRange>> Ranges(HashSet<long>[] sets) =>
        [.. sets.Select(set => (IReadOnlyList<IndexRange>)[.. set.Select(IndexRange.Of)])];
}

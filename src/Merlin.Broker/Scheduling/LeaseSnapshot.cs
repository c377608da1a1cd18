namespace Merlin.Broker.Scheduling;

/// <summary>One open lease in a <see cref="SchedulerSnapshot"/>.</summary>
/// <param name="Lease">Its id.</param>
/// <param name="Holder">The consumer.</param>
/// <param name="Chain">The arrays.</param>
/// <param name="Held">
/// Per array of the chain, what was put into the lease and has not left it by <see cref="Changes.LeaseReduced"/>.
/// Tasks that have ended may be left in: the scheduler takes them out.
/// </param>
/// <param name="Shadowed">
/// Per array of the chain, what was shadowed and has not left the lease by <see cref="Changes.LeaseReduced"/> since.
/// </param>
public sealed record LeaseSnapshot(
    LeaseId Lease,
    ConsumerId Holder,
    IReadOnlyList<ArrayId> Chain,
    IReadOnlyList<IReadOnlyList<IndexRange>> Held,
    IReadOnlyList<IReadOnlyList<IndexRange>> Shadowed);

using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Hosting;

/// <summary>
/// The plans that an agent has fetched for its consumers, each once for all of them, and who waits for which. Belongs to
/// the agent's loop.
/// </summary>
/// <param name="mostBytes">How much is kept at most; those that nobody has needed for the longest time go first.</param>
internal sealed class PlanShelf(long mostBytes)
{
    // A study may pause for as long; then its plan is fetched anew.
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(10);

    private readonly Dictionary<StudyId, LinkedListNode<KeptPlan>> _plans = [];
    private readonly LinkedList<KeptPlan> _byUse = new();
    private readonly Dictionary<StudyId, HashSet<PeerId>> _waiting = [];
    private long _bytes;

    /// <summary>The studies whose plans consumers wait for.</summary>
    public IEnumerable<StudyId> Awaited => _waiting.Keys;

    /// <summary>Takes a consumer's question in.</summary>
    /// <param name="peer">Its line.</param>
    /// <param name="study">The study.</param>
    /// <param name="now">The present.</param>
    /// <param name="isNew">Whether nobody else waits for that plan.</param>
    /// <returns>The plan, or null when it must be fetched.</returns>
    public PlanReply? Ask(PeerId peer, StudyId study, Instant now, out bool isNew)
    {
        isNew = false;
        if (_plans.TryGetValue(study, out LinkedListNode<KeptPlan>? kept))
        {
            Use(kept, now);
            return kept.Value.Plan;
        }

        isNew = !_waiting.TryGetValue(study, out HashSet<PeerId>? waiting);
        if (isNew)
        {
            _waiting.Add(study, waiting = []);
        }

        waiting!.Add(peer);
        return null;
    }

    /// <summary>Notes which revision a lease needs: an older one serves nobody any more.</summary>
    public void Note(LeaseGrant grant, Instant now)
    {
        if (!_plans.TryGetValue(grant.Chain[0].Study, out LinkedListNode<KeptPlan>? kept))
        {
            return;
        }

        if (kept.Value.Plan.Revision < grant.PlanRevision)
        {
            Remove(kept);
        }
        else
        {
            Use(kept, now);
        }
    }

    /// <summary>Takes a plan in.</summary>
    /// <returns>What is to be said to those who wait for it.</returns>
    public IReadOnlyList<Outgoing> Put(PlanReply plan, Instant now)
    {
        Drop(plan.Study);
        _plans.Add(plan.Study, _byUse.AddLast(new KeptPlan(plan, now)));
        _bytes += plan.Plan.Length;
        while (_bytes > mostBytes && _byUse.Count > 1)
        {
            Remove(_byUse.First!);
        }

        return Answer(plan.Study, plan);
    }

    /// <summary>Notes that there is no such plan.</summary>
    /// <returns>What is to be said to those who wait for it.</returns>
    public IReadOnlyList<Outgoing> Refuse(PlanRefused refused)
    {
        Drop(refused.Study);
        return Answer(refused.Study, refused);
    }

    /// <summary>Drops the plans of studies of which nothing has been leased or asked for a long time: they are probably over.</summary>
    public void DropIdle(Instant now)
    {
        while (_byUse.First is { } oldest && now - oldest.Value.LastUse >= LongestIdle)
        {
            Remove(oldest);
        }
    }

    /// <summary>Notes that nobody waits on a line any more.</summary>
    public void Forget(PeerId peer)
    {
        foreach (HashSet<PeerId> waiting in _waiting.Values)
        {
            waiting.Remove(peer);
        }
    }

    private List<Outgoing> Answer(StudyId study, BrokerMessage message) =>
        _waiting.Remove(study, out HashSet<PeerId>? waiting) ? [.. waiting.Select(peer => new Outgoing(peer, message))] : [];

    private void Use(LinkedListNode<KeptPlan> kept, Instant now)
    {
        kept.Value = kept.Value with { LastUse = now };
        _byUse.Remove(kept);
        _byUse.AddLast(kept);
    }

    private void Drop(StudyId study)
    {
        if (_plans.TryGetValue(study, out LinkedListNode<KeptPlan>? kept))
        {
            Remove(kept);
        }
    }

    private void Remove(LinkedListNode<KeptPlan> kept)
    {
        _bytes -= kept.Value.Plan.Plan.Length;
        _byUse.Remove(kept);
        _plans.Remove(kept.Value.Plan.Study);
    }

    private readonly record struct KeptPlan(PlanReply Plan, Instant LastUse);
}

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
    private readonly Dictionary<StudyId, LinkedListNode<PlanReply>> _plans = [];
    private readonly LinkedList<PlanReply> _byUse = new();
    private readonly Dictionary<StudyId, HashSet<PeerId>> _waiting = [];
    private long _bytes;

    /// <summary>The studies whose plans consumers wait for.</summary>
    public IEnumerable<StudyId> Awaited => _waiting.Keys;

    /// <summary>Takes a consumer's question in.</summary>
    /// <param name="peer">Its line.</param>
    /// <param name="study">The study.</param>
    /// <param name="isNew">Whether nobody else waits for that plan.</param>
    /// <returns>The plan, or null when it must be fetched.</returns>
    public PlanReply? Ask(PeerId peer, StudyId study, out bool isNew)
    {
        isNew = false;
        if (_plans.TryGetValue(study, out LinkedListNode<PlanReply>? plan))
        {
            _byUse.Remove(plan);
            _byUse.AddLast(plan);
            return plan.Value;
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
    public void Note(LeaseGrant grant)
    {
        foreach (ArrayId array in grant.Chain)
        {
            if (_plans.TryGetValue(array.Study, out LinkedListNode<PlanReply>? plan) && plan.Value.Revision < grant.PlanRevision)
            {
                Remove(plan);
            }
        }
    }

    /// <summary>Takes a plan in.</summary>
    /// <returns>What is to be said to those who wait for it.</returns>
    public IReadOnlyList<Outgoing> Put(PlanReply plan)
    {
        if (_plans.TryGetValue(plan.Study, out LinkedListNode<PlanReply>? earlier))
        {
            Remove(earlier);
        }

        _plans.Add(plan.Study, _byUse.AddLast(plan));
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

    /// <summary>Drops the plan of a study that is gone.</summary>
    public void Drop(StudyId study)
    {
        if (_plans.TryGetValue(study, out LinkedListNode<PlanReply>? plan))
        {
            Remove(plan);
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

    private void Remove(LinkedListNode<PlanReply> plan)
    {
        _bytes -= plan.Value.Plan.Length;
        _byUse.Remove(plan);
        _plans.Remove(plan.Value.Study);
    }
}

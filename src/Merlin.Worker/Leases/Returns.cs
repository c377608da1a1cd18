using Merlin.Broker;

namespace Merlin.Worker.Leases;

/// <summary>Tasks that the worker gives back on its own, one by one, collected by lease until they are sent.</summary>
internal sealed class Returns
{
    private readonly Dictionary<LeaseId, RecallAnswer> _byLease = [];

    /// <summary>Gives a task back, and with it the rest of its chain.</summary>
    public void Add(in LeasedTask task)
    {
        if (!_byLease.TryGetValue(task.Key.Lease, out RecallAnswer? answer))
        {
            answer = new RecallAnswer(task.Key.Lease, recall: null);
            answer.SpeakOf(task.Array);
            _byLease.Add(task.Key.Lease, answer);
        }

        answer.GiveBack(task.Array, task.Key.Index);
    }

    /// <summary>Takes what was collected.</summary>
    public IReadOnlyCollection<RecallAnswer> Take()
    {
        if (_byLease.Count == 0)
        {
            return [];
        }

        RecallAnswer[] taken = [.. _byLease.Values];
        _byLease.Clear();
        return taken;
    }
}

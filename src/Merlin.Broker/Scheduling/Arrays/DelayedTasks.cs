using System.Diagnostics.CodeAnalysis;

namespace Merlin.Broker.Scheduling;

/// <summary>Tasks whose next attempt must not start yet, by the time when it may.</summary>
internal sealed class DelayedTasks
{
    private readonly PriorityQueue<(TaskArray Array, long Index), Instant> _queue = new();

    /// <summary>When the next one is due; null when none is delayed.</summary>
    public Instant? Next => _queue.TryPeek(out _, out Instant time) ? time : null;

    public void Add(TaskArray array, long index, Instant notBefore) => _queue.Enqueue((array, index), notBefore);

    /// <summary>Takes the next task that is due, if there is one. It may have ended or moved on in the meantime.</summary>
    public bool TryTake(Instant now, [NotNullWhen(true)] out TaskArray? array, out long index)
    {
        if (_queue.TryPeek(out (TaskArray Array, long Index) next, out Instant time) && time <= now)
        {
            _queue.Dequeue();
            (array, index) = next;
            return true;
        }

        array = null;
        index = 0;
        return false;
    }
}

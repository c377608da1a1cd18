namespace Merlin.Broker.Scheduling;

/// <summary>The arrays that have ready tasks and are not held, in the order in which they are served.</summary>
internal sealed class ReadyQueue
{
    private readonly SortedDictionary<ReadyKey, TaskArray> _arrays = new(ReadyOrder.Instance);

    /// <summary>The arrays with ready tasks that must run alone and that are not held, in no order.</summary>
    public HashSet<TaskArray> Isolated { get; } = [];

    public bool IsEmpty => _arrays.Count == 0;

    public SortedDictionary<ReadyKey, TaskArray>.ValueCollection Arrays => _arrays.Values;

    /// <summary>Puts an array where it belongs after its ready tasks, its urgency or its study have changed.</summary>
    public void Update(TaskArray array)
    {
        bool belongs = array.Urgency > 0 && array.Shareable > 0;
        ReadyKey? key = belongs ? array.Key : null;
        if (array.Urgency > 0 && !array.Lossy.IsolatedReady.IsEmpty)
        {
            Isolated.Add(array);
        }
        else if (Isolated.Count > 0)
        {
            Isolated.Remove(array);
        }

        if (key == array.Queued)
        {
            return;
        }

        if (array.Queued is { } old)
        {
            _arrays.Remove(old);
        }

        array.Queued = key;
        if (key is { } present)
        {
            _arrays.Add(present, array);
        }
    }

    /// <summary>Notes that a study has begun, which puts its arrays before those of studies that have not.</summary>
    public void Begin(Study study)
    {
        if (study.Begun)
        {
            return;
        }

        study.Begun = true;
        foreach (TaskArray array in study.Arrays)
        {
            Update(array);
        }
    }
}

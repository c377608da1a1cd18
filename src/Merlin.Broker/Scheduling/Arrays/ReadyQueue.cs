namespace Merlin.Broker.Scheduling;

/// <summary>The arrays that have ready tasks and are not held, in the order in which they are served.</summary>
internal sealed class ReadyQueue
{
    private readonly SortedDictionary<ReadyKey, TaskArray> _arrays = new(new ReadyOrder());

    public bool IsEmpty => _arrays.Count == 0;

    public SortedDictionary<ReadyKey, TaskArray>.ValueCollection Arrays => _arrays.Values;

    /// <summary>Puts an array where it belongs after its ready tasks, its urgency or its study have changed.</summary>
    public void Update(TaskArray array)
    {
        bool belongs = array.Urgency > 0 && !array.States[TaskState.Ready].IsEmpty;
        ReadyKey? key = belongs ? new ReadyKey(array.Urgency, array.Study.Begun, array.Id) : null;
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

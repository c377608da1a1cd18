namespace Merlin.Broker.Scheduling;

/// <summary>
/// The arrays that have ready tasks and are not held. Every owner's are kept apart, so that nobody's work costs another
/// owner's anything.
/// </summary>
internal sealed class ReadyQueue
{
    private readonly Dictionary<string, ReadyWork> _owners = new(StringComparer.Ordinal);

    /// <summary>The arrays with ready tasks that must run alone and that are not held, in no order.</summary>
    public HashSet<TaskArray> Isolated { get; } = [];

    public bool IsEmpty => _owners.Count == 0;

    /// <summary>What of an owner's may be leased; null when there is nothing.</summary>
    public ReadyWork? Of(string owner) => _owners.GetValueOrDefault(owner);

    /// <summary>Puts an array where it belongs after its ready tasks, its urgency or its study have changed.</summary>
    public void Update(TaskArray array)
    {
        bool mayRun = array.Urgency > 0 && !array.Study.Held;
        ReadyKey? key = mayRun && array.Shareable > 0 ? array.Key : null;
        if (mayRun && !array.Lossy.IsolatedReady.IsEmpty)
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
            Remove(old);
        }

        array.Queued = key;
        if (key is { } present)
        {
            Add(present);
        }
    }

    /// <summary>Puts every array of a study where it belongs.</summary>
    public void Update(Study study)
    {
        foreach (TaskArray array in study.Arrays)
        {
            Update(array);
        }
    }

    /// <summary>Notes that a study has begun, which puts its arrays before those of studies that have not.</summary>
    public void Begin(Study study)
    {
        if (!study.Begun)
        {
            study.Begun = true;
            Update(study);
        }
    }

    private void Add(ReadyKey key)
    {
        string owner = key.Array.Study.Owner;
        if (!_owners.TryGetValue(owner, out ReadyWork? work))
        {
            work = new ReadyWork();
            _owners.Add(owner, work);
        }

        work.Add(key);
    }

    private void Remove(ReadyKey key)
    {
        string owner = key.Array.Study.Owner;
        if (_owners.TryGetValue(owner, out ReadyWork? work))
        {
            work.Remove(key);
            if (work.IsEmpty)
            {
                _owners.Remove(owner);
            }
        }
    }
}

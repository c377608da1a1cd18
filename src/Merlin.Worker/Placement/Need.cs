namespace Merlin.Worker.Placement;

/// <summary>What several tasks need together.</summary>
internal sealed class Need
{
    private readonly List<TaskDemand> _kinds = [];

    /// <summary>All their cores.</summary>
    public long Cores { get; private set; }

    /// <summary>What each of them needs, once for those that are alike.</summary>
    public IReadOnlyList<TaskDemand> Kinds => _kinds;

    /// <summary>Whether there is no task.</summary>
    public bool IsNone => _kinds.Count == 0;

    /// <summary>Adds some tasks of one demand.</summary>
    public void Add(in TaskDemand demand, int count)
    {
        Cores += (long)demand.Cores * count;
        if (!_kinds.Contains(demand))
        {
            _kinds.Add(demand);
        }
    }

    /// <summary>Begins again with no task.</summary>
    public void Clear()
    {
        _kinds.Clear();
        Cores = 0;
    }
}

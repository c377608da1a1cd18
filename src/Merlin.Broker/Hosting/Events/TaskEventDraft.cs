namespace Merlin.Broker.Hosting;

/// <summary>What happened alike to tasks of one array in one turn, while it is collected.</summary>
internal sealed class TaskEventDraft
{
    private readonly List<IndexRange> _ranges = [];
    private bool _severalConsumers;

    /// <summary>Who ran the tasks; null when nobody did, or several.</summary>
    public ConsumerId? Consumer { get; private set; }

    public void Add(IndexRange range)
    {
        if (_ranges.Count > 0 && _ranges[^1].End == range.Start)
        {
            _ranges[^1] = new IndexRange(_ranges[^1].Start, range.End);
        }
        else
        {
            _ranges.Add(range);
        }
    }

    public void Add(IndexRange range, ConsumerId consumer)
    {
        Add(range);
        _severalConsumers |= Consumer is { } other && other != consumer;
        Consumer = _severalConsumers ? null : consumer;
    }

    /// <summary>The tasks, ascending; ranges that touch are one.</summary>
    public List<IndexRange> Tasks()
    {
        _ranges.Sort(static (left, right) => left.Start.CompareTo(right.Start));
        var tasks = new List<IndexRange>();
        foreach (IndexRange range in _ranges)
        {
            if (tasks.Count > 0 && range.Start <= tasks[^1].End)
            {
                tasks[^1] = new IndexRange(tasks[^1].Start, Math.Max(tasks[^1].End, range.End));
            }
            else
            {
                tasks.Add(range);
            }
        }

        return tasks;
    }
}

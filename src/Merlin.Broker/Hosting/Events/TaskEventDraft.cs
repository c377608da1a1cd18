using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Hosting;

/// <summary>What happened alike to tasks of one array in one turn, while it is collected.</summary>
internal sealed class TaskEventDraft
{
    private readonly List<IndexRange> _ranges = [];
    private bool _severalWorkers;
    private bool _severalHosts;
    private string? _hosts;
    private long _tasks;
    private string? _job;

    /// <summary>Who ran the tasks; null when nobody did, or several.</summary>
    public ConsumerId? Worker { get; private set; }

    /// <summary>What an agent tells of the one who ran them; null when that one reported itself, or there are several.</summary>
    public TaskRunner? Runner { get; private set; }

    /// <summary>The Flux job that the one task was; null when it was none, or there are several tasks.</summary>
    public string? Job => _tasks == 1 ? _job : null;

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

    /// <summary>Adds a task that was run.</summary>
    /// <param name="index">The task.</param>
    /// <param name="ended">What told of it.</param>
    /// <param name="place">Where it ran when that was not simply on its worker's host.</param>
    public void Add(long index, TasksEnded ended, TaskPlace? place)
    {
        Add(IndexRange.Of(index));
        ConsumerId worker = ended.Runner?.Consumer ?? ended.Consumer;
        _severalWorkers |= Worker is { } other && other != worker;
        Worker = _severalWorkers ? null : worker;
        Runner = _severalWorkers ? null : ended.Runner;
        _severalHosts |= _tasks > 0 && _hosts != place?.Hosts;
        _hosts = place?.Hosts;
        _job = place is { Job.Length: > 0 } ? place.Job : null;
        _tasks++;
    }

    /// <summary>Where all the tasks ran; null when that is not known, or not the same for all.</summary>
    /// <param name="hostOfWorker">The host of the one who ran them.</param>
    public string? Hosts(string? hostOfWorker)
    {
        string? hosts = _severalHosts ? null : _hosts ?? hostOfWorker;
        return hosts is { Length: > 0 } ? hosts : null;
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

using Merlin.Broker.Messages;

namespace Merlin.Broker.Storage;

/// <summary>What a store keeps in memory of one array: nothing that grows with its tasks.</summary>
internal sealed class StoredArray(long key, ArrayId id, ArraySpec spec)
{
    // Larger than any outcome that ends a task.
    private const int OutcomeLimit = 32;

    private readonly long[] _outcomes = new long[OutcomeLimit];
    private readonly List<int> _consumers = [];
    private readonly HashSet<int> _consumerSet = [];

    /// <summary>The array's key in the tables.</summary>
    public long Key { get; } = key;

    public ArrayId Id { get; } = id;

    /// <summary>The array as it was submitted, with its present urgency and count.</summary>
    public ArraySpec Spec { get; set; } = spec;

    /// <summary>Numbers of the consumers that ran tasks, in the order of their first report.</summary>
    public IReadOnlyList<int> Consumers => _consumers;

    /// <summary>The same array in earlier runs of the workspace, the latest first.</summary>
    public IReadOnlyList<StoredArray> Earlier { get; set; } = [];

    /// <summary>Statistics over the tasks that ran.</summary>
    public RunTimeTotals RunTimes { get; set; }

    /// <summary>How many of <see cref="Consumers"/> the tables hold.</summary>
    public int WrittenConsumers { get; set; }

    /// <summary>Whether totals change in the present transaction and are still to be written.</summary>
    public bool HasNewTotals { get; set; }

    /// <summary>How many tasks ended with an outcome.</summary>
    public long CountOf(TaskOutcome outcome) => _outcomes[(int)outcome];

    public void Restore(TaskOutcome outcome, long tasks) => _outcomes[(int)outcome] = tasks;

    /// <summary>Counts tasks that ended without having run.</summary>
    public void Count(TaskOutcome outcome, long tasks) => _outcomes[(int)outcome] += tasks;

    /// <summary>Counts a task that ended with a record.</summary>
    public void Count(StoredTask task)
    {
        Count(task.Record.Outcome, 1);
        AddConsumer(task.Consumer);
        if (task.Ran)
        {
            RunTimeTotals totals = RunTimes;
            totals.Add(task.Record.DurationMicros);
            RunTimes = totals;
        }
    }

    public void AddConsumer(int consumer)
    {
        if (_consumerSet.Add(consumer))
        {
            _consumers.Add(consumer);
        }
    }

    /// <summary>The outcomes that tasks ended with, and how many did.</summary>
    public Dictionary<TaskOutcome, long> Outcomes()
    {
        var present = new Dictionary<TaskOutcome, long>();
        for (int outcome = 0; outcome < _outcomes.Length; outcome++)
        {
            if (_outcomes[outcome] > 0)
            {
                present.Add((TaskOutcome)outcome, _outcomes[outcome]);
            }
        }

        return present;
    }

    /// <summary>How many tasks an index-aligned block of this array has; the last one may be short.</summary>
    public long SizeOf(long block) => Math.Min(StoredTask.BlockSize, Spec.Count - (block * StoredTask.BlockSize));
}

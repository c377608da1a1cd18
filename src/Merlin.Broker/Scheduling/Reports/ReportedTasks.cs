namespace Merlin.Broker.Scheduling;

/// <summary>Tasks of one report by the ended state that they go to.</summary>
internal sealed class ReportedTasks
{
    private static readonly TaskState[] States =
        [TaskState.Succeeded, TaskState.Failed, TaskState.Raised, TaskState.NotRun, TaskState.Cancelled];

    private readonly RangeSet?[] _byState = new RangeSet?[States.Length];

    /// <summary>One record per task, in the order of the report.</summary>
    public List<TaskRecord> Records { get; } = [];

    /// <summary>The tasks of one state.</summary>
    public IEnumerable<(TaskState State, RangeSet Tasks)> ByState
    {
        get
        {
            for (int i = 0; i < States.Length; i++)
            {
                if (_byState[i] is { } tasks)
                {
                    yield return (States[i], tasks);
                }
            }
        }
    }

    /// <summary>Adds a task unless the report has named it before.</summary>
    public void Add(TaskRecord record)
    {
        TaskState state = record.Outcome.EndState();
        foreach (RangeSet? tasks in _byState)
        {
            if (tasks is not null && tasks.Contains(record.Index))
            {
                return;
            }
        }

        (_byState[state - TaskState.Succeeded] ??= new RangeSet()).Add(IndexRange.Of(record.Index));
        Records.Add(record);
    }
}

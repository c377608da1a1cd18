using Merlin.Broker.Changes;
using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>Tasks of one report by the ended state that they go to, and by who ran them.</summary>
internal sealed class ReportedTasks
{
    private static readonly TaskState[] States =
        [TaskState.Succeeded, TaskState.Failed, TaskState.Raised, TaskState.NotRun, TaskState.Cancelled];

    private readonly RangeSet?[] _byState = new RangeSet?[States.Length];
    private readonly List<(TaskRunner? Runner, List<TaskRecord> Records, List<TaskPlace> Places)> _byRunner = [];

    /// <summary>How many tasks.</summary>
    public int Count { get; private set; }

    /// <summary>One record per task, in the order of the report.</summary>
    public List<TaskRecord> Records =>
        _byRunner.Count == 1 ? _byRunner[0].Records : [.. _byRunner.SelectMany(part => part.Records)];

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
    public void Add(in ReportedTask task)
    {
        TaskRecord record = task.Record;
        TaskState state = record.Outcome.EndState();
        foreach (RangeSet? tasks in _byState)
        {
            if (tasks is not null && tasks.Contains(record.Index))
            {
                return;
            }
        }

        (_byState[state - TaskState.Succeeded] ??= new RangeSet()).Add(IndexRange.Of(record.Index));
        Count++;
        if (_byRunner.Count == 0 || !ReferenceEquals(_byRunner[^1].Runner, task.Runner))
        {
            _byRunner.Add((task.Runner, [], []));
        }

        _byRunner[^1].Records.Add(record);
        if (task.Place is { } place)
        {
            _byRunner[^1].Places.Add(place);
        }
    }

    /// <summary>Lets it be stored that the tasks have ended, for each worker that ran some.</summary>
    public void Store(Effects effects, ArrayId array, ConsumerId reporter)
    {
        foreach ((TaskRunner? runner, List<TaskRecord> records, List<TaskPlace> places) in _byRunner)
        {
            effects.Store(new TasksEnded(array, reporter, records) { Places = places, Runner = runner });
        }
    }
}

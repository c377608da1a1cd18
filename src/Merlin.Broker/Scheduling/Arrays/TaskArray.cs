using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>One task array: what was submitted, where its tasks stand, and who waits for whom.</summary>
internal sealed class TaskArray(Study study, ArrayId id, ArraySpec spec, TaskStates states)
{
    public Study Study { get; } = study;

    public ArrayId Id { get; } = id;

    /// <summary>What was submitted, with the count that extending has led to.</summary>
    public ArraySpec Spec { get; private set; } = spec;

    /// <summary>What its tasks ask of a consumer.</summary>
    public Demand Demand { get; } = new(spec.Queue, spec.Shape);

    public int Urgency { get; set; } = spec.Urgency;

    public TaskStates States { get; } = states;

    public TriedTasks Tried { get; } = new();

    public LossyTasks Lossy { get; } = new();

    /// <summary>How many ready tasks may run beside others.</summary>
    public long Shareable => States[TaskState.Ready].Count - Lossy.IsolatedReady.Count;

    public TaskTimeEstimate Time { get; } = new();

    /// <summary>Arrays whose task i must have ended before task i here starts.</summary>
    public List<TaskArray> Before { get; } = [];

    /// <summary>Arrays whose task i waits for task i here.</summary>
    public List<TaskArray> After { get; } = [];

    /// <summary>Arrays that wait for all tasks here.</summary>
    public List<TaskArray> Barriers { get; } = [];

    /// <summary>How many arrays have yet to end as a whole before any task here starts.</summary>
    public int BarriersLeft { get; set; }

    /// <summary>Whether the arrays that wait for all tasks here have been told that these have ended.</summary>
    public bool BarrierLifted { get; set; }

    /// <summary>Tasks that ended while another holder may still start them: until it has answered, nobody is told.</summary>
    public RangeSet OpenShadows { get; } = new();

    /// <summary>How many tasks run, as far as heartbeats have told.</summary>
    public long Running { get; set; }

    /// <summary>What decides when it is served at present.</summary>
    public ReadyKey Key => new(Urgency, Study.Begun, this);

    /// <summary>Where the array stands in the <see cref="ReadyQueue"/>, or null when it is not in it.</summary>
    public ReadyKey? Queued { get; set; }

    /// <summary>Appends waiting tasks.</summary>
    /// <returns>The new ones.</returns>
    public IndexRange Extend(long count)
    {
        var added = new IndexRange(Spec.Count, count);
        Spec = Spec with { Count = count };
        States[TaskState.Waiting].Add(added);
        return added;
    }

    public ArrayCounts Counts() => new(
        States[TaskState.Waiting].Count,
        States[TaskState.Ready].Count,
        States[TaskState.Leased].Count,
        // A task given to somebody else may still run where it was before, and is counted once.
        Math.Min(Running, States[TaskState.Leased].Count),
        States[TaskState.Succeeded].Count,
        States[TaskState.Failed].Count,
        States[TaskState.Raised].Count,
        States[TaskState.NotRun].Count,
        States[TaskState.Cancelled].Count);
}

using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Tests.Scheduling.Simulation;

/// <summary>Knows what really happened, and complains when a promise is broken.</summary>
internal sealed class Oracle(ModelStore store, Func<ArrayId, long, bool> kills)
{
    private readonly HashSet<(ArrayId, long)> _neverAgain = [];
    private readonly HashSet<(ArrayId, long)> _finishedOnce = [];
    private readonly HashSet<StudyId> _overFor = [];

    private int _misfortunes;

    public int Quarantined { get; private set; }

    public int Starts { get; private set; }

    /// <summary>What each task of an array needs.</summary>
    public ResourceShape ShapeOf(ArrayId array) => store.Array(array).Spec.Shape;

    /// <summary>A worker starts a task.</summary>
    public void Start(ArrayId array, long index, Func<ConsumerId, bool> isMine, string where)
    {
        Starts++;

        // Where the broker has given a task up, its last holder may not know that yet, but must not start it any more.
        bool mine = store.Array(array).Ended[index] is not null || (store.HolderOf(array, index) is { } holder && isMine(holder));
        Assert.True(mine, $"{array} task {index} starts in wrong hands, at {where}");
        Assert.False(_neverAgain.Contains((array, index)), $"{array} task {index} starts after its end was acknowledged, at {where}");
        Assert.False(_overFor.Contains(array.Study), $"{array} task {index} starts after the study's end");
        foreach (ArrayDependency dependency in store.Array(array).Spec.Dependencies)
        {
            var before = new ArrayId(array.Study, dependency.Ordinal);
            if (dependency.Kind == ArrayDependencyKind.Elementwise)
            {
                // Known to its holder before anybody else, or to the store, where retries may have been exhausted.
                bool ended = store.Array(before).Ended[index]?.EndState() is { } state
                    && state is not TaskState.Raised and not TaskState.NotRun;
                Assert.True(ended || _finishedOnce.Contains((before, index)), $"{array} task {index} starts before {before} at {where}");
            }
            else
            {
                Assert.DoesNotContain(null, store.Array(before).Ended);
            }
        }
    }

    /// <summary>A worker is about to be lost, or may be, for reasons of its own.</summary>
    public void Misfortune(SimWorker worker) => _misfortunes += worker is { HasTaskToRunAlone: true, IsDoomed: false } ? 1 : 0;

    /// <summary>Only what kills its workers is given up on that account.</summary>
    public void CheckQuarantine()
    {
        Quarantined = 0;
        foreach (ModelStudy study in store.Studies.Values)
        {
            for (int ordinal = 0; ordinal < study.Arrays.Length; ordinal++)
            {
                TaskOutcome?[] ended = study.Arrays[ordinal].Ended;
                for (int index = 0; index < ended.Length; index++)
                {
                    bool guilty = kills(new ArrayId(study.Id, ordinal), index) || _misfortunes >= new SchedulerOptions().QuarantineLosses;
                    Quarantined += ended[index] == TaskOutcome.Quarantined ? 1 : 0;
                    Assert.True(guilty || ended[index] != TaskOutcome.Quarantined, $"{study.Id} array {ordinal} task {index} is innocent");
                }
            }
        }
    }

    /// <summary>A task's run has ended at a worker.</summary>
    public void Finish(ArrayId array, long index, TaskOutcome outcome)
    {
        if (!outcome.AsksForAnotherAttempt() && outcome.EndState() != TaskState.Raised)
        {
            _finishedOnce.Add((array, index));
        }
    }

    /// <summary>The root lets an acknowledgement out.</summary>
    public void Acknowledged(TaskReport report)
    {
        IEnumerable<long> tasks = report.Tasks.Select(task => task.Index)
            .Concat(report.AlreadyFinished.SelectMany(range => Enumerable.Range((int)range.Start, (int)range.Count)).Select(i => (long)i));
        foreach (long index in tasks)
        {
            if (store.Array(report.Array).Ended[index] is not null)
            {
                _neverAgain.Add((report.Array, index));
            }
        }
    }

    public void Ended(StudyEnded ended)
    {
        Assert.Equal(ended.End, store.Studies[ended.Study.Value].End);
        _overFor.Add(ended.Study);
    }
}

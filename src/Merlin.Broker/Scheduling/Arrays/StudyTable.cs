using Merlin.Broker.Messages;

namespace Merlin.Broker.Scheduling;

/// <summary>The studies that are not closed.</summary>
internal sealed class StudyTable(TaskFlow flow)
{
    private readonly SortedDictionary<long, Study> _studies = [];
    private readonly Dictionary<(string Owner, string Token), Study> _tokens = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    public SortedDictionary<long, Study>.ValueCollection All => _studies.Values;

    /// <summary>The number of the next study.</summary>
    public long Next { get; set; } = 1;

    public Study? Find(StudyId id) => _studies.GetValueOrDefault(id.Value);

    public TaskArray? Find(ArrayId id) => Find(id.Study)?.Array(id);

    /// <summary>The study that an owner submitted under a token, if it is not closed.</summary>
    public Study? Find(string owner, string token) => _tokens.GetValueOrDefault((owner, token));

    /// <summary>How many studies of an owner are not closed.</summary>
    public int CountOf(string owner) => _counts.GetValueOrDefault(owner);

    public void Add(Study study)
    {
        _studies.Add(study.Id.Value, study);
        _counts[study.Owner] = CountOf(study.Owner) + 1;
        if (study.Token.Length > 0)
        {
            _tokens[(study.Owner, study.Token)] = study;
        }
    }

    public void Remove(Study study)
    {
        if (_studies.Remove(study.Id.Value))
        {
            _counts[study.Owner]--;
        }

        if (study.Token.Length > 0 && Find(study.Owner, study.Token) == study)
        {
            _tokens.Remove((study.Owner, study.Token));
        }
    }

    /// <summary>Builds a study from a submission that was found good; its first tasks are ready at once.</summary>
    public Study Add(StudyId id, StudySubmission submission)
    {
        Study study = Build(id, submission);
        foreach (TaskArray array in study.Arrays)
        {
            MakeAllReady(array);
        }

        return study;
    }

    /// <summary>Builds a study as a store remembers it. Leases are put back by their own table, and then
    /// <see cref="MakeAllReady"/> finishes.</summary>
    public Study Restore(StudySnapshot snapshot, Instant now)
    {
        Study study = Build(snapshot.Study, snapshot.Submission);
        study.Stopping = snapshot.Stopping;
        study.Held = snapshot.Held;
        study.PlanRevision = snapshot.PlanRevision;
        study.SharedWith.UnionWith(snapshot.SharedWith);
        foreach ((TaskArray array, ArraySnapshot past) in study.Arrays.Zip(snapshot.Arrays))
        {
            Restore(array, past, now);
        }

        study.OpenArrays = study.Arrays.Count(array => array.States.Open > 0);
        if (study.OpenArrays == 0)
        {
            flow.Finished.Add(study);
        }

        return study;
    }

    /// <summary>Makes what has nothing to wait for ready.</summary>
    public void MakeAllReady(TaskArray array) => flow.MakeReady(array, [new IndexRange(0, array.Spec.Count)]);

    private Study Build(StudyId id, StudySubmission submission)
    {
        var study = new Study(id, submission.Owner)
        {
            Token = submission.Token,
            OpenArrays = submission.Arrays.Count,
        };
        for (int ordinal = 0; ordinal < submission.Arrays.Count; ordinal++)
        {
            ArraySpec spec = submission.Arrays[ordinal];
            var array = new TaskArray(study, new ArrayId(id, ordinal), spec, new TaskStates(spec.Count));
            study.Arrays.Add(array);
            foreach (ArrayDependency dependency in spec.Dependencies)
            {
                Connect(study.Arrays[dependency.Ordinal], array, dependency.Kind);
            }
        }

        Add(study);
        return study;
    }

    private static void Connect(TaskArray earlier, TaskArray later, ArrayDependencyKind kind)
    {
        if (kind == ArrayDependencyKind.Elementwise)
        {
            earlier.After.Add(later);
            later.Before.Add(earlier);
        }
        else
        {
            earlier.Barriers.Add(later);
            later.BarriersLeft++;
        }
    }

    private void Restore(TaskArray array, ArraySnapshot past, Instant now)
    {
        array.Urgency = past.Urgency;
        foreach (EndedRange ended in past.Ended)
        {
            array.States.Move([ended.Range], TaskState.Waiting, ended.State);
            array.Study.Begun = true;
        }

        foreach (ScheduledAttempt scheduled in past.Attempts)
        {
            if (array.States.IsOpen(scheduled.Attempt.Index))
            {
                flow.Delay(array, scheduled, now);
            }
        }

        if (array.States.Open == 0)
        {
            array.BarrierLifted = true;
            array.Barriers.ForEach(dependent => dependent.BarriersLeft--);
        }
    }
}

using Merlin.Broker.Changes;
using Merlin.Broker.Messages;
using Merlin.Broker.Messages.Answers;
using Merlin.Broker.Scheduling;
using Merlin.Broker.Storage;

namespace Merlin.Broker.Hosting;

/// <summary>Tells what a turn's changes mean to people. Tasks that fared alike in one turn are told together.</summary>
/// <remarks>Used after the turn's commit: owners and names are asked of the store.</remarks>
internal sealed class TurnEvents(Store store, EventRing ring)
{
    // An event with more ranges is told as several.
    private const int MostRanges = 512;

    private readonly Dictionary<(ArrayId Array, string Kind, TaskOutcome Outcome), TaskEventDraft> _drafts = [];
    private Instant _now;

    /// <summary>Adds what happened in a turn.</summary>
    /// <param name="changes">What was made durable.</param>
    /// <param name="ended">The sessions that have ended.</param>
    /// <param name="now">The present.</param>
    public void Add(IReadOnlyList<BrokerChange> changes, IReadOnlyList<SessionEnded> ended, Instant now)
    {
        _now = now;
        foreach (BrokerChange change in changes)
        {
            Add(change);
        }

        AddTasks();
        foreach (SessionEnded session in ended)
        {
            AddConsumer(session.IsLost ? EventKinds.ConsumerLost : EventKinds.ConsumerLeft, session.Name, session.Owner);
        }
    }

    private void Add(BrokerChange change)
    {
        switch (change)
        {
            case TasksEnded ended:
                Collect(ended);
                break;
            case RangesEnded ended:
                Collect(ended);
                break;
            case AttemptScheduled attempt:
                Draft(attempt.Array, EventKinds.TaskRetried, attempt.Attempt.Kind).Add(IndexRange.Of(attempt.Attempt.Index));
                break;
            case StudyAdded added:
                AddStudy(added.Study, EventKinds.StudySubmitted, added.Submission.Name);
                break;
            case StudyClosed closed:
                AddTasks();
                AddStudy(closed.Study, EventKinds.StudyEnded, WordFor(closed.End));
                break;
            case StudyStopping stopping:
                AddStudy(stopping.Study, EventKinds.StudyStopping, WordFor(stopping.Reason));
                break;
            case StudyHeldSet held:
                AddStudy(held.Study, held.Held ? EventKinds.StudyHeld : EventKinds.StudyReleased, null);
                break;
            case StudySharedSet shared:
                AddStudy(shared.Study, shared.Shared ? EventKinds.StudyShared : EventKinds.StudyUnshared, shared.User);
                break;
            case StudyExtended extended:
                AddStudy(extended.Study, EventKinds.StudyExtended, $"{extended.Count} tasks");
                break;
            case ConsumerBound bound:
                AddConsumer(EventKinds.ConsumerJoined, bound.Name, bound.Owner);
                break;
            case ArrayUrgencySet urgency:
                AddArray(urgency.Array, EventKinds.UrgencyChanged, $"{urgency.Urgency}");
                break;
        }
    }

    private void Collect(TasksEnded ended)
    {
        IReadOnlyDictionary<long, TaskPlace> places = TaskPlace.ByIndex(ended.Places);
        for (int i = 0; i < ended.Tasks.Count; i++)
        {
            TaskRecord record = ended.Tasks[i];
            string kind = record.Outcome == TaskOutcome.Quarantined ? EventKinds.TaskQuarantined : EventKinds.TasksEnded;
            Draft(ended.Array, kind, record.Outcome).Add(record.Index, ended, places.GetValueOrDefault(record.Index));
        }
    }

    private void Collect(RangesEnded ended)
    {
        TaskEventDraft draft = Draft(ended.Array, EventKinds.TasksEnded, ended.Outcome);
        foreach (IndexRange range in ended.Ranges)
        {
            draft.Add(range);
        }
    }

    private TaskEventDraft Draft(ArrayId array, string kind, TaskOutcome outcome)
    {
        if (!_drafts.TryGetValue((array, kind, outcome), out TaskEventDraft? draft))
        {
            _drafts.Add((array, kind, outcome), draft = new TaskEventDraft());
        }

        return draft;
    }

    private void AddTasks()
    {
        foreach (((ArrayId array, string kind, TaskOutcome outcome), TaskEventDraft draft) in _drafts)
        {
            string? name = draft.Runner?.Name ?? (draft.Worker is { } id ? store.NameOf(id) : null);
            string? hosts = draft.Hosts(HostOf(draft));
            foreach (IndexRange[] ranges in draft.Tasks().Chunk(MostRanges))
            {
                Add(new BrokerEvent(0, _now, kind, array.Study, array.Ordinal, ranges, outcome, name, null)
                {
                    Hosts = hosts,
                    Job = draft.Job,
                });
            }
        }

        _drafts.Clear();
    }

    private string? HostOf(TaskEventDraft draft) =>
        draft.Runner?.Host ?? (draft.Worker is { } worker ? store.FactsOf(worker)?.Host : null);

    private void AddStudy(StudyId study, string kind, string? detail) =>
        Add(new BrokerEvent(0, _now, kind, study, null, [], TaskOutcome.None, null, detail));

    private void AddArray(ArrayId array, string kind, string? detail) =>
        Add(new BrokerEvent(0, _now, kind, array.Study, array.Ordinal, [], TaskOutcome.None, null, detail));

    private void AddConsumer(string kind, string name, string owner) =>
        ring.Add(new BrokerEvent(0, _now, kind, null, null, [], TaskOutcome.None, name, null), owner);

    // A study that another run of its workspace has just superseded is not here any more: nobody is told.
    private void Add(BrokerEvent happened)
    {
        if (store.Find(happened.Study!.Value) is { } study)
        {
            ring.Add(happened, study.Owner);
        }
    }

    private static string WordFor(StudyEnd end) => end switch
    {
        StudyEnd.Completed => "completed",
        StudyEnd.HardFailed => "hard failure",
        StudyEnd.Cancelled => "cancelled",
        _ => "open",
    };
}

using Merlin.Broker.Changes;

namespace Merlin.Broker.Storage;

/// <summary>Writes the changes of one turn into the tables; runs inside the turn's transaction.</summary>
internal sealed class ChangeWriter(StoreTables tables, EarlierRuns earlier)
{
    // Bounds what compaction adds to one commit; what is left is done by the next commits or when the broker is idle.
    private const int CompactionsPerCommit = 32;

    // What one turn's reports say of an array is written together, however many consumers it came from.
    private readonly Dictionary<StoredArray, List<StoredTask>> _ended = [];

    public void Write(IReadOnlyList<BrokerChange> changes)
    {
        foreach (BrokerChange change in changes)
        {
            Write(change);
        }

        WriteRecords();
        tables.Leases.Write();
        tables.Arrays.WriteTotals();
        tables.Tasks.CompactDue(CompactionsPerCommit);
    }

    private void Write(BrokerChange change)
    {
        switch (change)
        {
            case TasksEnded ended:
                WriteEnded(ended);
                break;
            case RangesEnded ended:
                WriteEnded(ended);
                break;
            case LeaseOpened opened:
                tables.Leases.Add(opened);
                break;
            case LeaseReduced reduced:
                tables.Leases.Add(reduced);
                break;
            case LeaseShadowed shadowed:
                tables.Leases.Add(shadowed);
                break;
            case LeaseClosed closed:
                tables.Leases.Add(closed);
                break;
            case AttemptScheduled attempt:
                tables.Attempts.Schedule(tables.Get(attempt.Array), attempt);
                break;
            case TaskLossesSet losses:
                tables.Losses.Write(tables.Get(losses.Array), losses);
                break;
            case ArrayUrgencySet urgency:
                tables.Arrays.SetUrgency(tables.Get(urgency.Array), urgency.Urgency);
                break;
            case ConsumerBound bound:
                tables.Consumers.Bind(bound);
                break;
            default:
                WriteOfStudy(change);
                break;
        }
    }

    private void WriteOfStudy(BrokerChange change)
    {
        switch (change)
        {
            case StudyAdded added:
                WriteAdded(added);
                break;
            case StudyExtended extended:
                WriteExtended(extended);
                break;
            case StudyHeldSet held:
                tables.Studies.Hold(held);
                break;
            case StudySharedSet shared:
                tables.Studies.Share(shared);
                break;
            case StudyStopping stopping:
                tables.Studies.Stop(stopping);
                break;
            case StudyClosed closed:
                WriteClosed(closed);
                break;
            default:
                throw new NotSupportedException($"The store does not know changes of the kind {change.GetType().Name}.");
        }
    }

    private void WriteEnded(TasksEnded change)
    {
        int consumer = RunnerOf(change) ?? tables.Consumers.NumberOf(change.Consumer);
        StoredArray array = tables.Get(change.Array);
        IReadOnlyDictionary<long, TaskPlace> places = TaskPlace.ByIndex(change.Places);
        for (int i = 0; i < change.Tasks.Count; i++)
        {
            TaskRecord task = change.Tasks[i];
            if (task.Attempt > 0)
            {
                tables.Attempts.Remove(array, task.Index);
            }

            Collect(array, new StoredTask(task, consumer) { Place = places.GetValueOrDefault(task.Index) });
        }
    }

    private int? RunnerOf(TasksEnded change) => change.Runner is { } runner
        ? tables.Consumers.NumberOf(runner, tables.Studies.Get(change.Array.Study).Owner)
        : null;

    private void WriteEnded(RangesEnded change)
    {
        StoredArray array = tables.Get(change.Array);
        IReadOnlyList<IndexRange> ranges = change.Ranges;
        if (change.Outcome == TaskOutcome.AlreadyFinished && array.Earlier.Count > 0)
        {
            (List<StoredTask> tasks, ranges) = earlier.Take(array, RangeArithmetic.Unite(ranges, []));
            tasks.ForEach(task => Collect(array, task));
        }

        tables.Arrays.Touch(array);
        foreach (IndexRange range in ranges)
        {
            tables.Ranges.Add(array, range, change.Outcome);
            array.Count(change.Outcome, range.Count);
        }
    }

    private void Collect(StoredArray array, StoredTask task)
    {
        if (!_ended.TryGetValue(array, out List<StoredTask>? tasks))
        {
            _ended.Add(array, tasks = []);
            tables.Arrays.Touch(array);
        }

        array.Count(task);
        tasks.Add(task);
    }

    private void WriteRecords()
    {
        foreach ((StoredArray array, List<StoredTask> tasks) in _ended)
        {
            tables.Tasks.Append(array, tasks);
        }

        _ended.Clear();
    }

    private void WriteAdded(StudyAdded change)
    {
        StoredStudy study = tables.Studies.Add(change);
        tables.Plans.Write(change.Study, 0, change.Submission.Plan);
        for (int ordinal = 0; ordinal < change.Submission.Arrays.Count; ordinal++)
        {
            var id = new ArrayId(change.Study, ordinal);
            study.Arrays.Add(tables.Arrays.Add(id, change.Submission.Arrays[ordinal]));
        }

        earlier.Supersede(study);
    }

    private void WriteExtended(StudyExtended change)
    {
        StoredStudy study = tables.Studies.Get(change.Study);
        foreach (int ordinal in change.Ordinals)
        {
            tables.Arrays.Extend(study.Arrays[ordinal], change.Count);
        }

        tables.Plans.Write(change.Study, change.Revision, change.Plan);
    }

    private void WriteClosed(StudyClosed change)
    {
        WriteRecords();
        foreach (StoredArray array in tables.Studies.Get(change.Study).Arrays)
        {
            tables.Attempts.Clear(array);
            tables.Losses.Clear(array);
            tables.Tasks.Finish(array);
        }

        tables.Studies.Close(change);
        earlier.FindDroppable();
    }
}

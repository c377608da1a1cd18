using Merlin.Broker.Changes;

namespace Merlin.Broker.Storage;

/// <summary>Writes the changes of one turn into the tables; runs inside the turn's transaction.</summary>
internal sealed class ChangeWriter(StoreTables tables, EarlierRuns earlier)
{
    // Bounds what compaction adds to one commit; what is left is done by the next commits or when the broker is idle.
    private const int CompactionsPerCommit = 32;

    public void Write(IReadOnlyList<BrokerChange> changes)
    {
        foreach (BrokerChange change in changes)
        {
            Write(change);
        }

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
                tables.Leases.Open(opened);
                break;
            case LeaseReduced reduced:
                tables.Leases.Reduce(reduced);
                break;
            case LeaseShadowed shadowed:
                tables.Leases.Shadow(shadowed);
                break;
            case LeaseClosed closed:
                tables.Leases.Close(closed.Lease);
                break;
            case AttemptScheduled attempt:
                tables.Attempts.Schedule(tables.Find(attempt.Array), attempt);
                break;
            case ArrayUrgencySet urgency:
                tables.Arrays.SetUrgency(tables.Find(urgency.Array), urgency.Urgency);
                break;
            case StudyAdded added:
                WriteAdded(added);
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
        int consumer = tables.Consumers.NumberOf(change.Consumer);
        var tasks = new List<StoredTask>(change.Tasks.Count);
        foreach (TaskRecord record in change.Tasks)
        {
            tasks.Add(new StoredTask(record, consumer));
        }

        WriteTasks(tables.Find(change.Array), tasks);
    }

    private void WriteEnded(RangesEnded change)
    {
        StoredArray array = tables.Find(change.Array);
        IReadOnlyList<IndexRange> ranges = change.Ranges;
        if (change.Outcome == TaskOutcome.AlreadyFinished && array.Earlier.Count > 0)
        {
            (List<StoredTask> tasks, ranges) = earlier.Take(array, RangeArithmetic.Unite(ranges, []));
            WriteTasks(array, tasks);
        }

        tables.Arrays.Touch(array);
        foreach (IndexRange range in ranges)
        {
            tables.Ranges.Add(array, range, change.Outcome);
            array.Count(change.Outcome, range.Count);
        }
    }

    private void WriteTasks(StoredArray array, List<StoredTask> tasks)
    {
        tables.Arrays.Touch(array);
        foreach (StoredTask task in tasks)
        {
            array.Count(task);
        }

        tables.Tasks.Append(array, tasks);
    }

    private void WriteAdded(StudyAdded change)
    {
        StoredStudy study = tables.Studies.Add(change);
        for (int ordinal = 0; ordinal < change.Submission.Arrays.Count; ordinal++)
        {
            var id = new ArrayId(change.Study, ordinal);
            study.Arrays.Add(tables.Arrays.Add(id, change.Submission.Arrays[ordinal]));
        }

        earlier.Link(study);
    }

    private void WriteClosed(StudyClosed change)
    {
        tables.Studies.Close(change);
        foreach (StoredArray array in tables.Studies.Get(change.Study).Arrays)
        {
            tables.Attempts.Clear(array);
            tables.Tasks.Finish(array);
        }
    }
}

using Merlin.Broker.Messages;
using Merlin.Broker.Scheduling;

namespace Merlin.Broker.Storage;

/// <summary>Gives the scheduler its durable state back. Ended tasks are streamed, block by block.</summary>
internal sealed class SnapshotReader(StoreTables tables)
{
    public SchedulerSnapshot Read()
    {
        List<LeaseSnapshot> leases =
        [
            .. tables.Leases.Open.OrderBy(lease => lease.Granted.Lease.Value).Select(lease => lease.ToSnapshot()),
        ];
        return new SchedulerSnapshot(
            tables.Studies.LastId + 1,
            tables.Leases.LastId + 1,
            [.. tables.Studies.Open.Select(Read)],
            leases)
        {
            Consumers =
            [
                .. leases.Select(lease => lease.Holder).Distinct()
                    .Select(holder => tables.Consumers.Read(tables.Consumers.NumberOf(holder))),
            ],
        };
    }

    private StudySnapshot Read(StoredStudy study)
    {
        var submission = new StudySubmission(
            study.Name,
            study.Workspace,
            study.Owner,
            [.. study.Arrays.Select(array => array.Spec)],
            ReadOnlyMemory<byte>.Empty)
        {
            Token = study.Token,
            Parent = study.Parent,
        };
        return new StudySnapshot(study.Id, submission, study.Stopping, [.. study.Arrays.Select(Read)])
        {
            Held = study.Held,
            SharedWith = [.. study.SharedWith],
            PlanRevision = tables.Plans.RevisionOf(study.Id),
        };
    }

    private ArraySnapshot Read(StoredArray array) => new(
        array.Spec.Urgency, RecordedTasks(array).Concat(EndedRanges(array)), tables.Attempts.Read(array))
    {
        Losses = tables.Losses.Read(array),
    };

    private IEnumerable<EndedRange> RecordedTasks(StoredArray array)
    {
        for (long? block = tables.Tasks.NextBlock(array, 0); block is not null;
             block = tables.Tasks.NextBlock(array, block.Value + 1))
        {
            EndedRange range = default;
            foreach (StoredTask task in tables.Tasks.Read(array, block.Value))
            {
                TaskState state = task.Record.Outcome.EndState();
                if (range.State == state && range.Range.End == task.Index)
                {
                    range = range with { Range = new IndexRange(range.Range.Start, task.Index + 1) };
                    continue;
                }

                if (range.Range.Count > 0)
                {
                    yield return range;
                }

                range = new EndedRange(IndexRange.Of(task.Index), state);
            }

            yield return range;
        }
    }

    private IEnumerable<EndedRange> EndedRanges(StoredArray array) => tables.Ranges
        .Read(array, new IndexRange(0, array.Spec.Count))
        .Select(ended => new EndedRange(ended.Range, ended.Outcome.EndState()));
}
